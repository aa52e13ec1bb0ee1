// How long a host polls after the last call before it sleeps.
//
// Polling makes the next call of a burst about a hundred times cheaper (no doorbell, no wake-up), and costs processor
// time when there is no next call. A caller that had to be woken needs longer to make its next call: the wake-up alone
// takes tens of microseconds. Were the host asleep again by then, both would sleep in turns for ever and a burst would
// never get going; so the host waits longer for such a caller.
//
// Polling that finds nothing is given up, one half at a time, until calls come again so soon after the host fell asleep
// that it would have paid. With one processor the host never polls: the caller could not run meanwhile.

import { hasNews } from './inbox.js';

/** @typedef {import('./memory.js').Memory} Memory */

/** Polls between two looks at the clock (clocks are coarse and not free). */
const POLLS_PER_LOOK = 256;
/** A poll loop ends after this many polls even if the clock stands still. */
const POLLS_AT_MOST = 200_000;
/** So many times longer for a caller that had to be woken. */
const FOR_WOKEN = 5;
/** A ring so many times `most` after falling asleep says that polling would have paid, or nearly. */
const SOON = 10;

export class Linger {
  /** @param {number} most  milliseconds to poll for a caller that is awake */
  constructor(most) {
    this.alone = (globalThis.navigator?.hardwareConcurrency ?? 2) < 2;
    this.most = 0;
    this.allow(most);
    /** Share of the full time that is polled now: 1 down to 0. */
    this.share = 1;
    this.factor = 1;
    this.slept = -Infinity;
  }

  /** @param {number} most  milliseconds to poll for a caller that is awake, from now on */
  allow(most) {
    this.most = this.alone ? 0 : most;
  }

  /** The host was rung. @param {number} now */
  woke(now) {
    if (now - this.slept < SOON * this.most) this.share = 1;
  }

  /** A caller slept and was woken just now. */
  wokeCaller() {
    this.factor = FOR_WOKEN;
  }

  /**
   * Polls; true if there is news.
   * @param {Memory} memory
   * @param {number} head
   * @param {number} end  when the turn's budget is used up
   * @param {(() => void) | undefined} pump
   */
  wait(memory, head, end, pump) {
    const time = this.most * this.share * this.factor;
    this.factor = 1;
    if (time > 0) {
      const until = Math.min(performance.now() + time, end);
      for (let polls = 0; polls < POLLS_AT_MOST; polls += POLLS_PER_LOOK) {
        for (let i = 0; i < POLLS_PER_LOOK; i++) {
          if (hasNews(memory, head)) {
            this.share = 1;
            return true;
          }
        }
        pump?.();
        if (performance.now() >= until) break;
      }
      this.share = this.share > 1 / 16 ? this.share / 2 : 0;
    }
    this.slept = performance.now();
    return false;
  }
}
