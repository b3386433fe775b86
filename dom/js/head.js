// The document around the page: title, head, attributes of <html> and <body>. dom/src/side/browser/head.rs says what components
// say; what of it holds is decided here at the end of each batch, and shown on the nodes that are there already where there are any.

// By what it is about: who says it, and what at the moment, in the order in which they came.
const slots = new Map()

let said = []

// What an HTML parser makes of it.
const parsed = (text) => text?.replaceAll('\0', '\ufffd')

export function put(name, value) {
  said.push([name, parsed(value)])
}

function speak(about, voice, values, slot) {
  if (!slots.has(about)) slots.set(about, { ...slot, voices: new Map() })
  slot = slots.get(about)
  slot.isChanged ||= slot.voices.get(voice) !== values
  slot.voices.set(voice, values)
}

// Says what has been put: the first `identifying` of it, fixed texts, tell which element it is. Without a text it is absent.
export function say(voice, tag, identifying, text, isReactive, isHydrating) {
  const attributes = said.splice(0)
  const root = { html: document.documentElement, body: document.body }[tag]
  if (root) {
    // They stand and fall one by one.
    attributes.forEach(([name, value], at) => speak(tag + ' ' + name, voice + at / 1e3, value, { root, name, isHydrating }))
    return
  }
  const isWhole = /link|style/.test(tag)
  const there = attributes.filter(([, value]) => value !== undefined)
  const wanted = isWhole ? there : there.slice(0, identifying)
  const about = isWhole && isReactive ? voice : JSON.stringify([tag, wanted, isWhole && text])
  text = parsed(text)
  speak(about, voice, text === undefined ? text : { there, wanted, text }, { tag, isHydrating })
}

export function leave(voice) {
  for (const slot of slots.values()) {
    for (const own of slot.voices.keys()) if (own >> 0 === voice) slot.isChanged = slot.voices.delete(own)
  }
}

export function paint() {
  for (const [about, slot] of slots) {
    if (!slot.isChanged) continue
    slot.isChanged = false
    const values = [...slot.voices.values()].filter((value) => value !== undefined)
    if (slot.name === 'class') setClasses(slot, values.join(' ').split(/\s+/).filter(Boolean))
    else if (slot.root) lend(slot, values.pop())
    else if (values.length) show(slot, values.pop())
    else if (slot.node) hide(slot)
    if (!slot.voices.size) slots.delete(about)
  }
}

function setClasses(slot, classes) {
  const { root, shown = [] } = slot
  for (const name of shown) if (!classes.includes(name)) root.classList.remove(name)
  root.classList.add(...classes)
  if (!root.classList.length) root.removeAttribute('class')
  slot.shown = classes
}

// What was there before the app comes back after it; the server's and what a late chunk brought is the app's own.
function lend(slot, value) {
  const { root, name, isHydrating, isShown } = slot
  const isSaid = value !== undefined
  if (!isShown && !isSaid) return
  if (!isShown) slot.before = isHydrating ? null : root.getAttribute(name)
  slot.isShown = isSaid
  const next = isSaid ? value : slot.before
  if (next === null) root.removeAttribute(name)
  else if (root.getAttribute(name) !== next) root.setAttribute(name, next)
}

// A node that the server or the page's own HTML has put there and that nobody has claimed.
function find(tag, wanted, text) {
  const fits = ([name, value]) => node.getAttribute(name) === value
  let node
  for (node of document.head.querySelectorAll(tag)) {
    if (!node.$claimed && wanted.every(fits) && (tag !== 'style' || node.textContent === text)) return node
  }
}

function show(slot, { there, wanted, text }) {
  let { node, tag } = slot
  if (!node) {
    slot.node = node = find(tag, wanted, text)
    slot.before = node && !slot.isHydrating && !node.$own && node.cloneNode(true)
    if (!node) {
      slot.node = node = document.createElement(tag)
      const nonced = document.querySelector('[nonce]')
      if (nonced) node.nonce = nonced.nonce
    }
    node.$claimed = true
  }
  for (const [name] of slot.shown || []) if (!there.some(([other]) => other === name)) node.removeAttribute(name)
  slot.shown = there
  for (const [name, value] of there) if (node.getAttribute(name) !== value) node.setAttribute(name, value)
  if (node.textContent !== text) node.textContent = text
  if (!node.isConnected) document.head.append(node)
}

function hide(slot) {
  const { node, tag, before } = slot
  slot.node = slot.shown = undefined
  if (before) node.replaceWith(before)
  else if (tag !== 'title') node.remove()
  else {
    // A document without a title shows its address: the last one stays until another comes.
    node.$claimed = false
    node.$own = true
  }
}
