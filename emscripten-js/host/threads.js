// What is known of the program's threads (rust-core/src/ffi/threads.rs), for the page. Only programs have it that refer to
// deputy_js_threads_.

import * as P from './protocol.js';

/** For internals.js. */
export const NO_THREADS = P.STATUS_NO_THREADS;

const KINDS = ['program', 'ui', 'main', 'worker', 'io', 'background', 'pool'];
const WAITS = ['', 'call', 'frame', 'task', 'promise', 'send', 'pool'];

/**
 * What is known of every thread, of the newest first.
 * @param {import('./host.js').Host} host
 * @param {(pthread: number) => string | undefined} workerOf  the name of a thread's Worker
 * @returns {Record<string, unknown>[]}
 */
export function threads(host, workerOf) {
  const { memory, root } = host;
  /** @type {Record<string, unknown>[]} */
  const all = [];
  let home = Atomics.load(memory.u32, (root + P.ROOT_THREADS) >>> 2);
  while (home !== 0 && memory.covers(home, P.HOME_SIZE)) {
    const at = (/** @type {number} */ offset) => memory.u32[(home + offset) >>> 2];
    const thread = host.threadAt(home);
    const awaited = at(P.HOME_AWAITS);
    if (thread.number !== 0) {
      const pthread = at(P.HOME_PTHREAD);
      // Not keys of an object: the closure compiler would rename them.
      all.push(Object.fromEntries([
        ['number', thread.number],
        ['name', thread.at === 0 ? '' : host.threadName(thread)],
        ['kind', KINDS[at(P.HOME_KIND)]],
        ['pthread', pthread],
        ['worker', workerOf(pthread)],
        ['context', at(P.HOME_CONTEXT)],
        ['waits', WAITS[at(P.HOME_WAIT) & P.WAIT_KIND] ?? ''],
        ['awaits', awaited === 0 ? 0 : host.threadAt(awaited).number],
      ]));
    }
    home = at(P.HOME_NEXT);
  }
  return all;
}
