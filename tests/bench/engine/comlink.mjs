// The Worker that comlink's side of export_call calls, and the page's end of it.
import { expose, wrap } from '../../../tools/node_modules/comlink/dist/esm/comlink.mjs';

const inNode = typeof process === 'object' && Boolean(process.versions?.node);
const api = { add: (/** @type {number} */ a, /** @type {number} */ b) => a + b };

/** @returns {Promise<{add: (a: number, b: number) => Promise<number>, close: () => void}>} */
export async function connect() {
  const url = new URL('comlink-worker.mjs', import.meta.url);
  if (inNode) {
    const { Worker } = await import('node:worker_threads');
    const adapter = await import('../../../tools/node_modules/comlink/dist/esm/node-adapter.mjs');
    const worker = new Worker(url);
    const remote = /** @type {any} */ (wrap(adapter.default(worker)));
    return { add: (a, b) => remote.add(a, b), close: () => void worker.terminate() };
  }
  const worker = new Worker(url, { type: 'module' });
  const remote = /** @type {any} */ (wrap(worker));
  return { add: (a, b) => remote.add(a, b), close: () => worker.terminate() };
}

/** The Worker's end. */
export async function serve() {
  if (!inNode) return expose(api);
  const { parentPort } = await import('node:worker_threads');
  const adapter = await import('../../../tools/node_modules/comlink/dist/esm/node-adapter.mjs');
  expose(api, adapter.default(/** @type {any} */ (parentPort)));
}
