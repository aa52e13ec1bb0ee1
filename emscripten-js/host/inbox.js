// The owner's side of an inbox: the algorithm of rust-core/src/inbox.rs in JavaScript. One word, take-all.

import { FRAME_NEXT, FRAME_SIZE, INBOX_ASLEEP, INBOX_AWAKE } from './protocol.js';

/** @typedef {import('./memory.js').Memory} Memory */

/**
 * Takes everything off the inbox and leaves it AWAKE.
 * @param {Memory} memory
 * @param {number} head  address of the word
 * @returns {number}  the oldest frame, linked to newer ones by FRAME_NEXT and ended by 0; 0 if there is none
 */
export function take(memory, head) {
  let frame = Atomics.exchange(memory.i32, head >>> 2, INBOX_AWAKE) >>> 0;
  let oldest = 0;
  while (frame > INBOX_AWAKE) {
    if (frame + FRAME_SIZE > memory.size) memory.refresh();
    const link = (frame + FRAME_NEXT) >>> 2;
    const below = memory.u32[link];
    memory.u32[link] = oldest;
    oldest = frame;
    frame = below;
  }
  return oldest;
}

/**
 * True if the owner may sleep now: the next sender will ring. False if there is news.
 * @param {Memory} memory
 * @param {number} head
 */
export const sleep = (memory, head) =>
  Atomics.compareExchange(memory.i32, head >>> 2, INBOX_AWAKE, INBOX_ASLEEP) === INBOX_AWAKE;

/**
 * Whether there is news, without taking it.
 * @param {Memory} memory
 * @param {number} head
 */
export const hasNews = (memory, head) => Atomics.load(memory.i32, head >>> 2) !== INBOX_AWAKE;

/**
 * The owner looks again by itself, without having been rung. What is pushed before that need not ring.
 * @param {Memory} memory
 * @param {number} head
 */
export function wakeSelf(memory, head) {
  Atomics.compareExchange(memory.i32, head >>> 2, INBOX_ASLEEP, INBOX_AWAKE);
}
