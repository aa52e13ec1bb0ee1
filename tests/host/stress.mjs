// A host and several Workers that send to it at once, in Node and in browsers.
import { Native } from './native.mjs';
import { Host } from '../../emscripten-js/host/host.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';

const inNode = typeof process === 'object' && Boolean(process.versions?.node);
const { Worker: NodeWorker } = inNode ? await import('node:worker_threads') : { Worker: undefined };

/** @param {object} job @param {() => void} onRing @returns {Promise<{rings: number}>} */
function producer(job, onRing) {
  const url = new URL('./producer.mjs', import.meta.url);
  return new Promise((resolve, reject) => {
    /** @type {any} */
    const worker = NodeWorker ? new NodeWorker(url) : new Worker(url, { type: 'module' });
    const onMessage = (/** @type {any} */ message) => {
      if (message === 'ring') return onRing();
      worker.terminate();
      if (message.error) reject(new Error(message.error));
      else resolve(message);
    };
    if (NodeWorker) {
      worker.on('message', onMessage);
      worker.on('error', reject);
    } else {
      worker.onmessage = (/** @type {MessageEvent} */ event) => onMessage(event.data);
      worker.onerror = (/** @type {ErrorEvent} */ event) => reject(new Error(event.message));
    }
    worker.postMessage(job);
  });
}

/**
 * @param {{producers?: number, posts?: number, frames?: number, callEvery?: number, options?: object}} [options]
 * @returns {Promise<{seen: number[], rings: number, stats: Record<string, number>, errors: string[]}>}
 */
export async function stress({ producers = 4, posts = 20_000, frames = 64, callEvery = 997, options = {} } = {}) {
  const native = new Native({ bytes: 1 << 20 });
  const seen = Array.from({ length: producers }, () => 0);
  /** @type {string[]} */
  const errors = [];
  const host = new Host({
Tasks,
    memory: native.wasmMemory,
    context: native.context,
    roots: [{
      post(/** @type {number} */ me, /** @type {number} */ number) {
        if (seen[me] !== number) errors.push(`producer ${me}: ${number} came after ${seen[me]} posts`);
        seen[me]++;
      },
      call: (/** @type {number} */ me) => seen[me],
    }],
    onError: (/** @type {unknown} */ error) => errors.push(String(error)),
    ...options,
  });
  const share = (native.memory.size - 65536) / producers;
  const jobs = seen.map((_, me) => ({
    buffer: native.wasmMemory.buffer, context: native.context, from: 65536 + me * share, me, posts, frames, callEvery,
  }));
  const results = await Promise.all(jobs.map((job) => producer(job, () => host.ring())));
  host.close(); // what was sent last
  return { seen, rings: results.reduce((sum, { rings }) => sum + rings, 0), stats: host.stats(), errors };
}
