// The host's side of a frame's state word; states and owners are told in rust-core/src/frame.rs.

import * as P from './protocol.js';

/** @typedef {import('./memory.js').Memory} Memory */

/** So many frames are held back at most. */
const RETURNS = 64;

/**
 * Marks the frame taken. False if its caller has left: the frame is the host's to give back.
 * @param {Memory} memory
 * @param {number} frame
 */
export function markTaken(memory, frame) {
  return (Atomics.or(memory.i32, (frame + P.FRAME_STATE) >>> 2, P.STATE_TAKEN) & P.STATE_ABANDONED) === 0;
}

/**
 * The arguments are copied: the caller may leave.
 * @param {Memory} memory
 * @param {number} frame
 */
export function markDecoded(memory, frame) {
  const before = Atomics.or(memory.i32, (frame + P.FRAME_STATE) >>> 2, P.STATE_DECODED);
  // Only a caller that is leaving waits for this.
  if (before & P.STATE_ABANDONED) unpark(memory, memory.u32[(frame + P.FRAME_HOME) >>> 2]);
}

/** What became of an outcome: read by a caller that looks, by one that had to be woken, or by nobody. */
export const SEEN = 0, WOKEN = 1, LEFT = 2;

/**
 * The outcome is written. LEFT if the caller has left and nobody will read it; the frame has gone home then.
 * @param {Memory} memory
 * @param {number} frame
 */
export function markDone(memory, frame) {
  // Read before the exchange: afterwards the frame may be in use again.
  const home = memory.u32[(frame + P.FRAME_HOME) >>> 2];
  const before = Atomics.or(memory.i32, (frame + P.FRAME_STATE) >>> 2, P.STATE_DONE);
  if (before & P.STATE_ABANDONED) {
    giveBack(memory, frame);
    return LEFT;
  }
  if ((before & P.STATE_WAITING) === 0) return SEEN;
  unpark(memory, home);
  return WOKEN;
}

/**
 * Gives a frame back to its home thread (`Thread::give_back` in rust-core/src/thread.rs).
 * @param {Memory} memory
 * @param {number} frame
 */
export const giveBack = (memory, frame) => giveBackChain(memory, frame, frame);

/**
 * Gives frames of one home back at once: `first` links to ... links to `last`.
 * @param {Memory} memory
 * @param {number} first
 * @param {number} last
 */
function giveBackChain(memory, first, last) {
  const home = memory.u32[(first + P.FRAME_HOME) >>> 2];
  memory.covers(home, P.HOME_SIZE); // the record may lie in memory that was grown after the frame's
  const returned = (home + P.HOME_RETURNED) >>> 2;
  const next = (last + P.FRAME_NEXT) >>> 2;
  let head = Atomics.load(memory.i32, returned);
  for (;;) {
    memory.i32[next] = head;
    const now = Atomics.compareExchange(memory.i32, returned, head, first | 0);
    if (now === head) break;
    head = now;
  }
  if (Atomics.load(memory.i32, (home + P.HOME_WANTS) >>> 2) !== 0) unpark(memory, home);
}

/** Frames of posts on their way home, collected: one exchange and at most one wake-up for many frames. */
export class Returns {
  /** @param {Memory} memory */
  constructor(memory) {
    this.memory = memory;
    this.first = this.last = this.home = this.count = 0;
  }

  /** @param {number} frame */
  add(frame) {
    const { memory } = this;
    const home = memory.u32[(frame + P.FRAME_HOME) >>> 2];
    if (home !== this.home || this.count >= RETURNS) this.flush();
    if (this.count++ === 0) {
      this.last = frame;
      this.home = home;
    } else {
      memory.u32[(frame + P.FRAME_NEXT) >>> 2] = this.first;
    }
    this.first = frame;
  }

  flush() {
    if (this.count === 0) return;
    giveBackChain(this.memory, this.first, this.last);
    this.first = this.last = this.home = this.count = 0;
  }
}

/**
 * Tells a native thread that there is news (`Thread::unpark`).
 * @param {Memory} memory
 * @param {number} home  its record
 */
export function unpark(memory, home) {
  memory.covers(home, P.HOME_SIZE);
  const park = (home + P.HOME_PARK) >>> 2;
  Atomics.add(memory.i32, park, 1);
  Atomics.notify(memory.i32, park);
}
