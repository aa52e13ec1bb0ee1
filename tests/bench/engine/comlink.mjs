// The Worker that comlink's side of export_call calls, and the page's end of it.

const inNode = typeof process === 'object' && Boolean(process.versions?.node);
/** @param {string} name @returns {Promise<any>} */
const load = (name) => import(new URL(`../../../tools/node_modules/comlink/dist/esm/${name}`, import.meta.url).href);
const { expose, wrap } = await load('comlink.mjs');
/** Node's ports are not those of the browser. @param {unknown} port */
const adapt = async (port) => (await load('node-adapter.mjs')).default(port);

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
