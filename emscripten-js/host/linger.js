// How long a host polls after the last call before it sleeps.
//
// Polling makes the next call of a burst about a hundred times cheaper (no doorbell, no wake-up), and costs processor
// time when there is no next call. So it adapts: doubled up to the maximum while it pays, halved down to nothing while
// it does not, tried again when calls come thick enough for it to have paid. With one processor it never polls: the
// caller could not run meanwhile.

import { hasNews } from './inbox.js';

/** @typedef {import('./memory.js').Memory} Memory */

/** Polls between two looks at the clock (clocks are coarse and not free). */
const POLLS_PER_LOOK = 256;
/** A poll loop ends after this many polls even if the clock stands still. */
const POLLS_AT_MOST = 200_000;

export class Linger {
  /** @param {number} most  milliseconds */
  constructor(most) {
    const processors = globalThis.navigator?.hardwareConcurrency ?? 2;
    this.most = processors > 1 ? most : 0;
    this.now = this.most;
    this.slept = 0;
  }

  /** The host was rung. If it slept only briefly, polling would have paid. */
  woke() {
    if (this.now < this.most && performance.now() - this.slept < 4 * this.most) this.now = this.most;
  }

  /**
   * Polls; true if there is news.
   * @param {Memory} memory
   * @param {number} head
   * @param {number} end  when the turn's budget is used up
   * @param {(() => void) | undefined} pump
   */
  wait(memory, head, end, pump) {
    if (this.now > 0) {
      const until = Math.min(performance.now() + this.now, end);
      for (let polls = 0; polls < POLLS_AT_MOST; polls += POLLS_PER_LOOK) {
        for (let i = 0; i < POLLS_PER_LOOK; i++) {
          if (hasNews(memory, head)) {
            this.now = Math.min(this.now * 2, this.most);
            return true;
          }
        }
        pump?.();
        if (performance.now() >= until) break;
      }
      this.now = this.now > this.most / 16 ? this.now / 2 : 0;
    }
    this.slept = performance.now();
    return false;
  }
}
