// The document around the page: title, head, attributes of <html> and <body>. What holds is decided by
// dom/src/side/browser/head.rs; here it is shown, on the nodes that are there already where there are any.

const slots = []

// A node that the server or the page's own HTML has put there and that nobody has claimed.
function find(tag, wanted, text) {
  const fits = ([name, value]) => node.getAttribute(name) === value
  let node
  for (node of document.head.querySelectorAll(tag)) {
    if (!node.$claimed && wanted.every(fits) && (tag !== 'style' || node.textContent === text)) return node
  }
}

function open(tag, wanted, text, isHydrating) {
  const root = { html: document.documentElement, body: document.body }[tag]
  let node = root || find(tag, wanted, text)
  // What was there before the app comes back after it; the server's and what a late chunk brought is the app's own.
  const before = node && !isHydrating && !node.$own && node.cloneNode(!root)
  if (!node) {
    node = document.createElement(tag)
    const nonced = document.querySelector('[nonce]')
    if (nonced) node.nonce = nonced.nonce
  }
  if (!root) node.$claimed = true
  return { node, root, before, names: [], classes: [] }
}

function setClasses(slot, classes) {
  for (const name of slot.classes) if (!classes.includes(name)) slot.node.classList.remove(name)
  slot.node.classList.add(...classes)
  if (!slot.node.classList.length) slot.node.removeAttribute('class')
  slot.classes = classes
}

function drop({ root, node, before }, name) {
  const value = root && before ? before.getAttribute(name) : null
  if (value === null) node.removeAttribute(name)
  else node.setAttribute(name, value)
}

export function show(number, description, isHydrating) {
  const [tag, identifying, text, ...fields] = description.split('\0')
  const attributes = []
  for (let i = 0; i < fields.length; i += 2) attributes.push([fields[i], fields[i + 1]])
  const slot = (slots[number] ||= open(tag, attributes.slice(0, identifying), text, isHydrating))
  const { node, root } = slot
  if (root && fields[0] === 'class') return setClasses(slot, fields[1].split(/\s+/).filter(Boolean))
  const names = attributes.map(([name]) => name)
  for (const name of slot.names) if (!names.includes(name)) drop(slot, name)
  slot.names = names
  for (const [name, value] of attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value)
  if (root) return
  if (node.textContent !== text) node.textContent = text
  if (!node.isConnected) document.head.append(node)
}

export function hide(number) {
  const slot = slots[number]
  const { node, root, before } = slot
  delete slots[number]
  if (root) {
    setClasses(slot, [])
    for (const name of slot.names) drop(slot, name)
  } else if (before) node.replaceWith(before)
  else if (node.localName !== 'title') node.remove()
  else {
    // A document without a title shows its address: the last one stays until another comes.
    node.$claimed = false
    node.$own = true
  }
}
