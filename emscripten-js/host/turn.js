// Ways to come back later: in a microtask (after emscripten's pump has returned), or in a new task that lets the event
// loop breathe first. Never setTimeout: hidden tabs throttle it.

/**
 * @param {() => void} run
 * @returns {() => void}  asks for one run in a task of its own; rendering, input and timers get their turn before it
 */
export function taskScheduler(run) {
  const immediate = /** @type {{setImmediate?: (f: () => void) => void}} */ (globalThis).setImmediate;
  // In Node a MessageChannel starves timers, setImmediate does not.
  if (typeof immediate === 'function') return () => immediate(run);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = run;
  return () => port2.postMessage(0);
}

const resolved = Promise.resolve();

/** By a promise: it stays in the engine, where queueMicrotask goes through Node's or the browser's own wrapper, which costs up to
 * 10 us a call.
 * @param {() => void} run */
export const microtask = (run) => void resolved.then(run);
