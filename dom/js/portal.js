// The box of a <Portal>: `$host` is where its events go on, which the delegation of glue.js follows.

export function open(to, host) {
  const box = document.createElement('div')
  box.$host = host
  ;(to || document.body).append(box)
  return box
}
