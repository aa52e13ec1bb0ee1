// The Worker that comlink's side of export_call calls, and the page's end of it.
// @ts-expect-error comlink has types for its name, not for its files. Not imported later: a Worker's first message would be lost.
import { expose, wrap } from '../../../tools/node_modules/comlink/dist/esm/comlink.mjs';

const inNode = typeof process === 'object' && Boolean(process.versions?.node);

/** Node's ports are not those of the browser. @param {unknown} port */
async function adapt(port) {
  const file = new URL('../../../tools/node_modules/comlink/dist/esm/node-adapter.mjs', import.meta.url).href;
  return (await import(file)).default(port);
}

/** @returns {Promise<{add: (a: number, b: number) => Promise<number>, close: () => void}>} */
export async function connect() {
  const url = new URL('comlink-worker.mjs', import.meta.url);
  if (inNode) {
    const { Worker } = await import('node:worker_threads');
    const worker = new Worker(url);
    const remote = wrap(await adapt(worker));
    return { add: (a, b) => remote.add(a, b), close: () => void worker.terminate() };
  }
  const worker = new Worker(url, { type: 'module' });
  const remote = wrap(worker);
  return { add: (a, b) => remote.add(a, b), close: () => worker.terminate() };
}

/** The Worker's end. */
export async function serve() {
  const api = { add: (/** @type {number} */ a, /** @type {number} */ b) => a + b };
  if (!inNode) return expose(api);
  const { parentPort } = await import('node:worker_threads');
  expose(api, await adapt(parentPort));
}
