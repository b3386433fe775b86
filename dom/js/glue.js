// The browser's half of limosa-dom: nodes by number, templates, the interpreter of the writes that dom/src/side/browser/ops.rs
// encodes, and delegated events.

const nodes = []
const templates = []
const names = []
const listened = {}
let program

export function connect(exports) {
  program = exports
}

// What hydration.js needs.
export function shared() {
  return { nodes, parsed }
}

export function adopt(id, node) {
  nodes[id] = node
}

export function node(id) {
  return nodes[id]
}

export function find(selector) {
  return document.querySelector(selector)
}

export function value(id) {
  return nodes[id].value
}

export function checked(id) {
  return nodes[id].checked
}

export function targetValue(event) {
  return event.target.value
}

export function targetChecked(event) {
  return event.target.checked
}

let stopped

export function stop(message) {
  if (!stopped) console.error(message)
  stopped = true
}

let running

// A write may send an event: what has the focus loses it when it is removed. The app hears of it after the writes.
function call(handler, event) {
  if (running) queueMicrotask(() => deliver(handler, event))
  else deliver(handler, event)
}

function deliver(handler, event) {
  if (stopped) return
  try {
    program.limosa_dispatch(handler, event)
  } catch (error) {
    if (!stopped) throw error
  }
}

function parsed(number) {
  const template = templates[number]
  if (!template.node) {
    const holder = document.createElement('template')
    const wrap = ['', 'svg', 'math'][template.namespace]
    holder.innerHTML = wrap ? `<${wrap}>${template.html}</${wrap}>` : template.html
    let root = document.importNode(holder.content, true).firstChild
    if (wrap) root = root.firstChild
    const holes = document.createTreeWalker(root, 128)
    const found = []
    while (holes.nextNode()) found.push(holes.currentNode)
    for (const hole of found) hole.replaceWith(document.createTextNode(''))
    template.node = root
    template.steps = [...template.walk].map((step) => 'dnumcs'.indexOf(step))
    template.clone = template.steps.filter((step) => step < 5)
  }
  return template
}

function clone(number, id) {
  const template = parsed(number)
  let node = (nodes[id] = template.node.cloneNode(true))
  for (const step of template.clone) {
    if (step > 2) nodes[++id] = node
    else node = step ? (step > 1 ? node.parentNode : node.nextSibling) : node.firstChild
  }
}

function onDelegated(event) {
  const key = '$' + event.type
  let node = (event.composedPath && event.composedPath()[0]) || event.target
  Object.defineProperty(event, 'currentTarget', { configurable: true, get: () => node || document })
  while (node) {
    const handler = node[key]
    if (handler !== undefined && !node.disabled) {
      call(handler, event)
      if (event.cancelBubble) return
    }
    node = node.$host || node.parentNode || node.host
  }
}

function listen(node, name, handler, flags) {
  if (flags & 1) {
    node['$' + name] = handler
    if (!listened[name]) {
      listened[name] = 1
      document.addEventListener(name, onDelegated)
    }
  } else node.addEventListener(name, (event) => call(handler, event), { capture: !!(flags & 2), once: !!(flags & 4), passive: !!(flags & 8) })
}

// Removes the nodes from `first` up to `last`, which stays; at once if there is nothing else.
function clear(first, last) {
  const parent = last.parentNode
  if (parent.firstChild === first && parent.lastChild === last) {
    parent.textContent = ''
    parent.append(last)
  } else {
    const range = document.createRange()
    range.setStartBefore(first)
    range.setEndBefore(last)
    range.deleteContents()
  }
}

export function run(buffer, text) {
  running = true
  const ops = buffer.slice()
  const end = ops.length
  let at = 0
  let i = 0
  const take = () => text.substring(at, (at += ops[i++]))
  while (i < end) {
    switch (ops[i++]) {
      case 0:
        clone(ops[i++], ops[i++])
        break
      case 1:
        nodes[ops[i++]].data = take()
        break
      case 2:
        nodes[ops[i++]] = document.createTextNode(take())
        break
      case 3: {
        const before = nodes[ops[i++]]
        before.parentNode.insertBefore(nodes[ops[i++]], before)
        break
      }
      case 4:
        nodes[ops[i++]].appendChild(nodes[ops[i++]])
        break
      case 5:
        nodes[ops[i++]].remove()
        break
      case 6:
        nodes[ops[i++]].setAttribute(names[ops[i++]], take())
        break
      case 7:
        nodes[ops[i++]].removeAttribute(names[ops[i++]])
        break
      case 8: {
        const node = nodes[ops[i++]]
        const name = names[ops[i++]]
        const text = take()
        // A form that is reset goes back to what the app has written.
        if (name === 'value' && 'defaultValue' in node) node.defaultValue = text
        node[name] = text
        break
      }
      case 9:
        nodes[ops[i++]][names[ops[i++]]] = !!ops[i++]
        break
      case 10:
        nodes[ops[i++]].classList.toggle(names[ops[i++]], !!ops[i++])
        break
      case 11:
        nodes[ops[i++]].style.setProperty(names[ops[i++]], take())
        break
      case 12:
        listen(nodes[ops[i++]], names[ops[i++]], ops[i++], ops[i++])
        break
      case 13:
        names[ops[i++]] = take()
        break
      case 14:
        templates[ops[i++]] = { namespace: ops[i++], html: take(), walk: take() }
        break
      case 15:
        nodes.fill(undefined, ops[i], ops[i] + ops[i + 1])
        i += 2
        break
      case 16:
        clear(nodes[ops[i++]], nodes[ops[i++]])
        break
      case 17:
        nodes[ops[i++]].innerHTML = take()
        break
      case 18:
        nodes[ops[i++]] = document.createDocumentFragment()
        break
      case 19:
        document.documentElement.setAttribute('data-ready', '')
    }
  }
  running = false
}
