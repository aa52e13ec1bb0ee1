// Runs one bench program on the thread it is called on: a page's UI thread or Node's main thread.

/**
 * @typedef {object} Spec
 * @property {string} entry URL of the module
 * @property {number} ms how long to measure
 * @property {string} network URL below which the routes of routes.mjs are; ends in "/"
 */
/** @typedef {Record<string, number[]>} Parts what the program reported, in order; "" is the bench's own value */

/**
 * @param {Spec} spec
 * @param {number} [started] when the program's time began, in milliseconds since 1970; if absent, before the factory is called
 * @returns {Promise<Parts>}
 */
export async function runProgram({ entry, ms, network }, started) {
  /** @type {Parts} */
  const parts = {};
  /** @type {string[]} */
  const lines = [];
  const bench = {
    ms,
    network,
    started,
    /** What the program has printed. */
    lines,
    /** @param {string} part @param {number} value */
    report: (part, value) => void (parts[part] ??= []).push(value),
    /**
     * Reports microseconds per call of an asynchronous function, one call after the other.
     * @param {(a: number, b: number) => Promise<number>} add
     */
    async awaited(add) {
      const warm = performance.now() + 250;
      const end = warm + ms;
      for (let n = 16, from = performance.now(); from < end;) {
        for (let i = 0; i < n; i++) {
          if (await add(i, 2) !== i + 2) throw new Error('wrong result');
        }
        const now = performance.now();
        if (now - from < 10) n *= 2;
        else if (from > warm) bench.report('', ((now - from) * 1000) / n);
        from = now;
      }
    },
    /**
     * Reports microseconds per call of a synchronous function, in bursts with a pause between them, so that the page lives.
     * @param {(a: number, b: number) => number} add
     */
    async bursts(add) {
      const warm = performance.now() + 250;
      const end = warm + ms;
      for (let n = 16, from = performance.now(); from < end;) {
        // The answer to what came before, a thread that is about to sleep: not part of the burst.
        await new Promise((resolve) => setTimeout(resolve, 1));
        from = performance.now();
        for (let i = 0; i < n; i++) {
          if (add(i, 2) !== i + 2) throw new Error('wrong result');
        }
        const now = performance.now();
        if (now - from < 10) n *= 2;
        else if (from > warm) bench.report('', ((now - from) * 1000) / n);
      }
    },
    /** Comlink's way to another thread. */
    comlink: async () => (await import('./comlink.mjs')).connect(),
  };
  Object.assign(globalThis, { bench });
  const { default: factory } = await import(entry);
  bench.started ??= performance.timeOrigin + performance.now();
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
