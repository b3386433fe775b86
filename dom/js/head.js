// The document around the page: title, head, attributes of <html> and <body>. dom/src/side/browser/head.rs tells what components
// say; what of it holds is decided here at the end of each batch, and shown on the nodes that are there already where there are any.

// By what it is about: who says it, and what at the moment, in the order in which they came.
const slots = new Map()

let isChanged
let said = []

// What an HTML parser makes of it.
const parsed = (text) => text?.replaceAll('\0', '\ufffd')

export function put(name, value) {
  said.push([name, parsed(value)])
}

function speak(about, voice, value, slot) {
  if (!slots.has(about)) slots.set(about, slot)
  slots.get(about).voices.set(voice, value)
  isChanged = true
}

// Says what has been put: the first `identifying` of it, fixed texts, tell which element it is. Without a text it is absent.
export function say(voice, tag, identifying, text, isReactive, isHydrating) {
  const root = { html: document.documentElement, body: document.body }[tag]
  const slot = (name) => ({ voices: new Map(), root, tag, name, isHydrating })
  const there = said.filter(([, value]) => value !== undefined)
  // Attributes of these two stand and fall one by one.
  if (root) said.forEach(([name, value], at) => speak(tag + ' ' + name, voice + at / 1e3, value, slot(name)))
  else {
    const isWhole = /link|style/.test(tag)
    const wanted = isWhole ? there : there.slice(0, identifying)
    const about = isWhole && isReactive ? voice : JSON.stringify([tag, wanted, isWhole && text])
    text = parsed(text)
    speak(about, voice, text === undefined ? text : { there, wanted, text }, slot())
  }
  said = []
}

export function leave(voice) {
  for (const { voices } of slots.values()) for (const own of voices.keys()) if (own >> 0 === voice) voices.delete(own)
  isChanged = true
}

export function paint() {
  if (!isChanged) return
  isChanged = false
  for (const [about, slot] of slots) {
    const values = [...slot.voices.values()].filter((value) => value !== undefined)
    const before = slot.shown
    const now = (slot.shown = slot.name === 'class' ? values.join(' ') : values.pop())
    if (now !== before) (slot.root ? lend : show)(slot, now, before)
    if (!slot.voices.size) slots.delete(about)
  }
}

const words = (text) => text?.match(/\S+/g) || []

const set = (node, name, value) => node.getAttribute(name) === value || node.setAttribute(name, value)

// What was there before the app comes back after it; the server's and what a late chunk brought is the app's own.
function lend(slot, now, before) {
  const { root, name, isHydrating } = slot
  if (name === 'class') {
    const classes = words(now)
    for (const old of words(before)) if (!classes.includes(old)) root.classList.remove(old)
    root.classList.add(...classes)
    if (!root.classList.length) root.removeAttribute(name)
    return
  }
  if (before === undefined) slot.back = isHydrating ? null : root.getAttribute(name)
  now ??= slot.back
  if (now === null) root.removeAttribute(name)
  else set(root, name, now)
}

// A node that the server or the page's own HTML has put there and that nobody has claimed.
function find(tag, wanted, text) {
  const fits = (node) => wanted.every(([name, value]) => node.getAttribute(name) === value)
  const isIt = (node) => !node.$claimed && fits(node) && (tag !== 'style' || node.textContent === text)
  return [...document.head.querySelectorAll(tag)].find(isIt)
}

function show(slot, now, before) {
  let { node, tag, back, isHydrating } = slot
  if (!now) {
    // A document without a title shows its address: the last one stays until another comes.
    if (!back && tag === 'title') node.$own = !(node.$claimed = false)
    else if (back) node.replaceWith(back)
    else node.remove()
    return
  }
  const { there, wanted, text } = now
  if (!before) {
    node = find(tag, wanted, text)
    slot.back = node && !isHydrating && !node.$own && node.cloneNode(true)
    if (!node) {
      node = document.createElement(tag)
      const nonced = document.querySelector('[nonce]')
      if (nonced) node.nonce = nonced.nonce
    }
    slot.node = node
    node.$claimed = true
  }
  for (const [name] of before?.there || []) if (!there.some(([other]) => other === name)) node.removeAttribute(name)
  for (const [name, value] of there) set(node, name, value)
  if (node.textContent !== text) node.textContent = text
  if (!node.isConnected) document.head.append(node)
}
