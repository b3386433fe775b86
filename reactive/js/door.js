// Calls the program later for a task that it keeps under a number.

let call

export function connect(exports, door) {
  call = exports.limosa_call.bind(0, door)
}

export function soon(task) {
  queueMicrotask(() => call(task))
}

export function after(milliseconds, task) {
  setTimeout(call, milliseconds, task)
}
