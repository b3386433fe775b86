// The browser's half of limosa-dom: nodes by number, templates, the interpreter of the writes that dom/src/side/browser/ops.rs
// encodes, delegated events, and the walk over the server's HTML.

const nodes = []
const templates = []
const names = []
const listened = {}
let dispatch

export function connect(callback) {
  dispatch = callback
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
    dispatch(handler, event)
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

// Hydration. `place` is the next node of the server's that nobody has claimed, `parent` the node it is or would be in.
let place
let parent
const frames = []
let mismatch

export function hydrate(root, report) {
  parent = root
  place = root.firstChild
  mismatch = report
}

function describe(node) {
  if (!node) return 'nothing'
  if (node.nodeType === 1) return node.cloneNode().outerHTML.replace(/<\/.*/, '')
  return node.nodeType === 3 ? JSON.stringify(node.data) : `<!--${node.data}-->`
}

function report(expected, found) {
  if (!mismatch) return
  let path = ''
  for (let node = parent; node && node.nodeType === 1; node = node.parentNode) path = `${node.localName} > ${path}`
  console.warn(`limosa: the page differs from what was to be hydrated, so this part is rebuilt.\nwhere:    ${path}\nexpected: ${expected}\nfound:    ${found}`)
}

// Scripts and late chunks at the end of the page are no part of any view.
function isForeign(node) {
  return node.nodeName === 'SCRIPT' || /^L:/.test(node.id)
}

// The node at the place if it is what the template has there, else a fresh copy in its stead.
function claim(wanted, frame) {
  const fits = (node) => node.nodeType === wanted.nodeType && node.nodeName === wanted.nodeName
  for (let node = place; node && !isForeign(node); node = node.nextSibling) {
    if (fits(node)) {
      if (node !== place) report(describe(wanted), describe(place))
      return (place = node)
    }
    if (wanted.nodeType !== 1) break
  }
  report(describe(wanted), describe(place))
  const copy = wanted.cloneNode(true)
  if (place && place.nodeType === wanted.nodeType && !isForeign(place)) place.replaceWith(copy)
  else parent.insertBefore(copy, place)
  frame.fresh = copy
  frame.status = 4
  return (place = copy)
}

export function enter(number, id) {
  const template = parsed(number)
  const frame = { steps: template.steps, i: 0, id, wanted: template.node, hole: false, status: 0 }
  frame.root = nodes[id] = claim(template.node, frame)
  frame.parent = parent
  frames.push(frame)
  return walk(frame)
}

export function resume() {
  return walk(frames[frames.length - 1])
}

function walk(frame) {
  const { steps } = frame
  parent = frame.parent
  if (frame.hole > 1) place = frame.copy.nextSibling
  while (frame.i < steps.length) {
    const step = steps[frame.i++]
    if (step < 2) {
      if (step === 0) {
        parent = place
        place = place.firstChild
        frame.wanted = frame.wanted.firstChild
      } else {
        if (!frame.hole) place = place && place.nextSibling
        frame.wanted = frame.wanted.nextSibling
      }
      frame.hole = 0
      const next = steps[frame.i]
      const hole = next === 4 || (next === 5 && steps[frame.i + 1] === 4)
      if (!hole) claim(frame.wanted, frame)
    } else if (step === 2) {
      place = parent
      parent = parent.parentNode
      frame.wanted = frame.wanted.parentNode
      frame.hole = 0
    } else if (step === 3) nodes[++frame.id] = place
    else if (step === 5) {
      if (!isFresh(frame)) separator()
    } else {
      frame.parent = parent
      if (isFresh(frame)) {
        frame.hole = 2
        frame.copy = nodes[++frame.id] = place
        return frame.status | 2
      }
      frame.hole = 1
      frame.id++
      return frame.status | 1
    }
  }
  frames.pop()
  place = frame.root.nextSibling
  parent = frame.root.parentNode
  return frame.status
}

function isFresh(frame) {
  return frame.fresh && frame.fresh.contains(parent)
}

function fresh(id, text) {
  const node = document.createTextNode(text)
  parent.insertBefore(node, place)
  if (id) nodes[id] = node
}

export function separator() {
  if (place && place.nodeType === 8) place = place.nextSibling
}

export function hydrateText(id, text) {
  if (!place || place.nodeType !== 3) {
    if (text) report(JSON.stringify(text), describe(place))
    return fresh(id, text)
  }
  if (place.data !== text) {
    report(JSON.stringify(text), describe(place))
    place.data = text
  }
  if (id) nodes[id] = place
  place = place.nextSibling
}

// The end of a block: what the server has more of it goes.
export function hydrateMarker(id) {
  let end = place
  while (end && end.nodeType !== 8 && !isForeign(end)) end = end.nextSibling
  if (!end || end.nodeType !== 8) {
    report('<!---->', describe(place))
    return fresh(id, '')
  }
  if (end !== place) report('<!---->', describe(place))
  while (place !== end) {
    const next = place.nextSibling
    place.remove()
    place = next
  }
  nodes[id] = end
  place = end.nextSibling
}

// Whether a mark of the server's is next, which is then taken: `e` for errors, `l` for a fallback.
export function hydrateMark(kind) {
  const found = place && (kind === 'e' ? place.nodeType === 8 && place.data === 'e' : /^l:/.test(place.id))
  if (found && kind === 'e') place = place.nextSibling
  return !!found
}

// A fallback whose content is late: how many nodes it has, and then numbers for them and its end mark from `id` on.
let fallback

export function fallbackLength() {
  const end = '/' + place.id.slice(2)
  fallback = []
  let node = place.nextSibling
  while (node && !(node.nodeType === 8 && node.data === end)) {
    fallback.push(node)
    node = node.nextSibling
  }
  if (!node) parent.append((node = document.createComment('')))
  fallback.push(node)
  place.remove()
  place = node.nextSibling
  return fallback.length - 1
}

export function hydrateFallback(id) {
  for (const node of fallback) nodes[id++] = node
}
