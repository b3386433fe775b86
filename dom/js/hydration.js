// The walk over the server's HTML, for dom/src/side/browser/hydration.rs.

// `place` is the next node of the server's that nobody has claimed, `parent` the node it is or would be in.
let place
let parent
const frames = []
// Tells of a difference, in debug builds.
let mismatch
// Whether the last node that was claimed is a text: the server keeps another one apart from it.
let afterText
// Of glue.js.
let nodes
let parsed

export function hydrate(shared, root, report) {
  nodes = shared.nodes
  parsed = shared.parsed
  parent = root
  place = root.firstChild
  mismatch = report
  afterText = false
}

function report(expected) {
  if (mismatch) mismatch(parent, expected, place)
}

// Scripts and late chunks at the end of the page are no part of any view.
function isForeign(node) {
  return node.nodeName === 'SCRIPT' || /^L:/.test(node.id)
}

// The server's comments are empty, `e`, or `/` and a number; others are somebody else's.
function skipComments() {
  while (place && place.nodeType === 8 && !/^(e|\/\d+)?$/.test(place.data)) place = place.nextSibling
}

// The node at the place if it is what the template has there, else a fresh copy in its stead.
function claim(wanted, frame) {
  afterText = false
  const fits = (node) => node.nodeType === wanted.nodeType && node.nodeName === wanted.nodeName
  for (let node = place; node && !isForeign(node); node = node.nextSibling) {
    if (fits(node)) {
      if (node !== place) report(wanted)
      return (place = node)
    }
    if (wanted.nodeType !== 1) break
  }
  report(wanted)
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
  else if (frame.hole && !frame.wanted.nextSibling) trim()
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
      afterText = false
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
  afterText = false
  place = frame.root.nextSibling
  parent = frame.root.parentNode
  return frame.status
}

// Behind the last child of an element: no text belongs there; what else there is may be an extension's.
function trim() {
  while (place) {
    const next = place.nextSibling
    if (place.nodeType === 3) {
      report()
      place.remove()
    }
    place = next
  }
}

function isFresh(frame) {
  return frame.fresh && frame.fresh.contains(parent)
}

function fresh(id, text) {
  const node = document.createTextNode(text)
  parent.insertBefore(node, place)
  if (id) nodes[id] = node
}

function separator() {
  skipComments()
  if (place && place.nodeType === 8) place = place.nextSibling
}

export function separate() {
  if (afterText) separator()
  afterText = false
}

export function text(id, text) {
  separate()
  skipComments()
  afterText = true
  // Somebody may have put elements before the text, or the text into one.
  let node = place
  while (node && node.nodeType === 1 && !isForeign(node)) node = node.nextSibling
  if (node && node !== place && node.nodeType === 3 && node.data === text) {
    report(text)
    place = node
  } else if (text && place && place.nodeType === 1 && place.textContent === text) {
    report(text)
    const copy = document.createTextNode(text)
    place.replaceWith(copy)
    place = copy
  }
  if (!place || place.nodeType !== 3) {
    if (text) report(text)
    return fresh(id, text)
  }
  if (place.data !== text) {
    report(text)
    place.data = text
  }
  if (id) nodes[id] = place
  place = place.nextSibling
}

// The end of a block: what the server has more of it goes.
export function marker(id) {
  afterText = false
  let end = place
  // Where a late chunk was put in its place, the end of the fallback is the end of the block: `/` and a number.
  while (end && (end.nodeType !== 8 || !/^(\/\d+)?$/.test(end.data)) && !isForeign(end)) end = end.nextSibling
  if (!end || end.nodeType !== 8) {
    report({ data: '' })
    return fresh(id, '')
  }
  if (end !== place) report({ data: '' })
  while (place !== end) {
    const next = place.nextSibling
    place.remove()
    place = next
  }
  nodes[id] = end
  place = end.nextSibling
}

// Whether a mark of the server's is next, which is then taken: `e` for errors, `l` for a fallback.
export function mark(kind) {
  const found = place && (kind === 'e' ? place.nodeType === 8 && place.data === 'e' : /^l:/.test(place.id))
  if (found && kind === 'e') place = place.nextSibling
  return !!found
}

// A fallback whose content is late: how many nodes it has, and then numbers for them and its end mark from `id` on.
let waiting

export function fallbackLength() {
  const end = '/' + place.id.slice(2)
  waiting = []
  let node = place.nextSibling
  while (node && !(node.nodeType === 8 && node.data === end)) {
    waiting.push(node)
    node = node.nextSibling
  }
  if (!node) parent.append((node = document.createComment('')))
  waiting.push(node)
  place.remove()
  place = node.nextSibling
  return waiting.length - 1
}

export function fallback(id) {
  for (const node of waiting) nodes[id++] = node
}
