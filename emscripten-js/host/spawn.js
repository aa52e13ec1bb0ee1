// A thread that native code has a task for gets no Worker: the task is told (rust-core/src/spawn.rs). Only programs have it that refer
// to deputy_js_spawn_.

import { wake } from './answers.js';
import * as P from './protocol.js';

/**
 * Writes the reason into the thread's slot, and has the I/O thread read it.
 * @param {import('./host.js').Host} host @param {number} slot  address @param {string} why
 */
export function refuse(host, slot, why) {
  const { memory, root } = host;
  memory.covers(slot, P.SPAWN_TEXT + P.SPAWN_TEXT_SIZE);
  // The slot is all zeros: a NUL is left behind the text.
  memory.u8.set(new TextEncoder().encode(why).subarray(0, P.SPAWN_TEXT_SIZE - 1), slot + P.SPAWN_TEXT);
  Atomics.store(memory.i32, (slot + P.SPAWN_REFUSED) >>> 2, 1);
  Atomics.store(memory.i32, (root + P.ROOT_REFUSED) >>> 2, 1);
  wake(memory, host.rootWord(P.ROOT_IO));
}
