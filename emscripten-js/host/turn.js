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

/** Called through a function: the browser's queueMicrotask refuses any `this` but the global object.
 * @param {() => void} run */
export const microtask = (run) => queueMicrotask(run);
