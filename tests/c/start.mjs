// What the tests of programs that cannot start share.

/** How long the end may take, in milliseconds. */
export const BOUND = 10_000;

/**
 * Makes an instance that is to fail, and gives the error with which `exited` rejects; and the factory's, if it does.
 * @param {(module: any) => Promise<any>} factory
 * @param {any} [options]
 */
export async function ends(factory, options = {}) {
  /** @type {string[]} */
  const printed = [];
  const print = (/** @type {string} */ line) => void printed.push(line);
  const module = { ...options, printErr: print, print };
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`no end within ${BOUND} ms, having printed ${printed}`)), BOUND)));
  let refused;
  const made = factory(module).catch((error) => void (refused = error));
  try {
    await Promise.race([made, late]);
    const code = await Promise.race([module.deputy.exited, late]);
    throw new Error(`expected a failure, but it ended with code ${code}`);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'DeputyError') throw error;
    return { error: /** @type {any} */ (error), refused, printed };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Puts this in the place of Worker, also if emscripten sets that itself, as it does in Node; until the function that it gives is called.
 * @param {(real: any) => any} make
 */
export function replaceWorker(make) {
  let real = globalThis.Worker;
  Object.defineProperty(globalThis, 'Worker', { configurable: true, get: () => make(real), set: (value) => void (real = value) });
  return () => void Object.defineProperty(globalThis, 'Worker', { configurable: true, writable: true, value: real });
}
