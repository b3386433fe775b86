// Debug builds only: says where the page differs from what was to be hydrated.

const components = []

export function enter(component) {
  components.push(component)
}

export function leave() {
  components.pop()
}

function describe(what) {
  if (!what) return 'nothing'
  if (typeof what === 'string') return JSON.stringify(what)
  if (what.nodeType === 1) return what.cloneNode().outerHTML.replace(/<\/.*/, '')
  return what.nodeType === 3 ? JSON.stringify(what.data) : `<!--${what.data}-->`
}

function report(parent, expected, found) {
  let path = ''
  for (let node = parent; node && node.nodeType === 1; node = node.parentNode) path = `${node.localName} > ${path}`
  const component = components[components.length - 1] || 'no component'
  console.warn(`limosa: the page differs from what was to be hydrated, so this part is rebuilt.
in:       ${component}
where:    ${path}
expected: ${describe(expected)}
found:    ${describe(found)}`)
}

export function reporter() {
  return report
}
