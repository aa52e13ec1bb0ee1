// Runs one bench program on the thread it is called on: a page's UI thread or Node's main thread.

/**
 * @typedef {object} Spec
 * @property {string} entry URL of the module
 * @property {number} ms how long to measure
 */
/** @typedef {Record<string, number[]>} Parts what the program reported, in order; "" is the bench's own value */

/**
 * @param {Spec} spec
 * @param {number} [started] when the program's time began, in milliseconds since 1970; if absent, before the factory is called
 * @returns {Promise<Parts>}
 */
export async function runProgram({ entry, ms }, started) {
  /** @type {Parts} */
  const parts = {};
  const bench = {
    ms,
    started,
    /** @param {string} part @param {number} value */
    report: (part, value) => void (parts[part] ??= []).push(value),
  };
  Object.assign(globalThis, { bench });
  const { default: factory } = await import(entry);
  bench.started ??= performance.timeOrigin + performance.now();
  /** @type {string[]} */
  const lines = [];
  const code = await new Promise((resolve, reject) => {
    factory({
      onExit: resolve,
      onAbort: reject,
      print: (/** @type {string} */ line) => lines.push(line),
      printErr: (/** @type {string} */ line) => lines.push(line),
    }).then((/** @type {any} */ app) => app.deputy?.exited.catch(reject), reject);
  });
  if (code !== 0) throw new Error(`the program ended with code ${code}\n${lines.join('\n')}`);
  return parts;
}
