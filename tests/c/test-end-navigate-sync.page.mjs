import * as P from '../../emscripten-js/host/protocol.js';
import { equal } from '../runner/assert.mjs';
import { until } from './exports.mjs';
import { BOUND } from './start.mjs';

export const module = { deputy: { imports: { begin: () => 1, give: (value) => value, never: () => new Promise(() => {}) } } };

/** Threads that wait on their parking words; they look, and wait again. @param {Int32Array} heap @param {number} root */
function waiting(heap, root) {
  let count = 0;
  for (let home = heap[(root + P.ROOT_THREADS) >>> 2] >>> 0; home !== 0; home = heap[(home + P.HOME_NEXT) >>> 2] >>> 0) {
    count += Atomics.notify(heap, (home + P.HOME_PARK) >>> 2);
  }
  return count;
}

/** One page that goes, in this way, and what must be told in the end. @param {string} base @param {string} how @param {string[]} expected */
async function goes(base, how, expected) {
  const frame = document.createElement('iframe');
  /** @type {string[]} */
  const told = [];
  /** @type {Int32Array | undefined} */
  let heap;
  let root = 0;
  const listen = (/** @type {MessageEvent} */ event) => {
    if (event.source !== frame.contentWindow) return;
    told.push(event.data.text);
    if (!event.data.buffer || heap) return;
    heap = new Int32Array(event.data.buffer);
    root = event.data.root;
  };
  addEventListener('message', listen);
  sessionStorage.removeItem('visits');
  frame.src = `${base}program?how=${how}`;
  document.body.append(frame);
  await until(() => heap !== undefined, BOUND);
  const of = /** @type {Int32Array} */ (/** @type {unknown} */ (heap));
  await until(() => waiting(of, root) > 0, BOUND);
  if (how === 'removed') frame.remove();
  else frame.contentWindow?.postMessage('go');
  await until(() => told.length >= expected.length, BOUND).catch((error) => { throw new Error(`${how}: only ${told}: ${error.message}`); });
  equal(told, expected, how);
  // Nobody is left of the first one: none waits, and what the threads do is not done any more.
  // A thread that has been woken and has not come to run yet does neither: that is looked at for a while.
  let [still, seen] = [performance.now(), ''];
  await until(() => {
    const now = `${waiting(of, root)} ${of.subarray(root >>> 2, (root >>> 2) + 16)}`;
    if (now !== seen || !now.startsWith('0 ')) [still, seen] = [performance.now(), now];
    return performance.now() - still > 200;
  }, BOUND).catch((error) => { throw new Error(`${how}: threads that wait, and the root: ${seen}: ${error.message}`); });
  frame.remove();
  removeEventListener('message', listen);
}

export async function check(_app, _outcome, env) {
  await goes(env.base, 'removed', ['begun']);
  await goes(env.base, 'reload', ['begun', 'begun', 'ended with 0']);
  await goes(env.base, 'busy', ['begun', 'elsewhere']);
  await goes(env.base, 'back', ['begun', 'elsewhere']);
}
