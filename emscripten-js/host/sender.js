// A sender's side of the inbox of a native thread: the algorithm of rust-core/src/inbox.rs in JavaScript.

import { unpark } from './frame.js';
import { CONTEXT_HEAD, CONTEXT_OWNER, FRAME_NEXT, INBOX_ASLEEP, INBOX_CLOSED } from './protocol.js';

/** @typedef {import('./memory.js').Memory} Memory */

/** What became of a push: the thread has gone, it will look by itself, or it had to be woken. */
export const REFUSED = 0, QUEUED = 1, WOKEN = 2;

/**
 * Appends a frame to the inbox of a native thread and wakes it if it sleeps.
 * @param {Memory} memory
 * @param {number} context  address of the thread's context
 * @param {number} frame
 */
export function push(memory, context, frame) {
  const word = (context + CONTEXT_HEAD) >>> 2;
  let head = Atomics.load(memory.i32, word);
  for (;;) {
    if (head === INBOX_CLOSED) return REFUSED;
    memory.i32[(frame + FRAME_NEXT) >>> 2] = head;
    const now = Atomics.compareExchange(memory.i32, word, head, frame | 0);
    if (now === head) break;
    head = now;
  }
  if (head !== INBOX_ASLEEP) return QUEUED;
  wake(memory, context);
  return WOKEN;
}

/**
 * Tells the owner of a native context that there is news.
 * @param {Memory} memory
 * @param {number} context
 */
export function wake(memory, context) {
  const owner = Atomics.load(memory.u32, (context + CONTEXT_OWNER) >>> 2);
  // Without an owner the thread is still starting; it looks before it sleeps.
  if (owner !== 0) unpark(memory, owner);
}
