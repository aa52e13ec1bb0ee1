// Waits of native threads for what comes over the network: each ends with a result, a failure, or its time, so that no thread is left
// to itself. Part of http.js and of ws.js.

import { DeputyError } from './error.js';
import { STATUS_CANCELLED, STATUS_DEADLOCK, STATUS_TIMED_OUT } from './protocol.js';

export class Waits {
  constructor() {
    /** What ends those that are under way, oldest first. @type {Set<() => void>} */
    this.looks = new Set();
  }

  /** Something has changed. */
  wake() {
    for (const look of [...this.looks]) look();
  }

  /**
   * Waits until there is a result. Once it has ended, `look` is not called again.
   * @template T @param {(late: boolean) => T | undefined} look  gives it, or throws; the time is up, or it is called for the last time @param {number} ms  0 without limit; less: it may not wait
   * @param {string} what  did not come
   * @param {{ every?: number, signal?: AbortSignal, soon?: boolean }} [how]  looks so often, too; ends with the signal; who waits makes its next
   *   call soon
   * @returns {T | Promise<T>}
   */
  until(look, ms, what, { every = 0, signal, soon = false } = {}) {
    const now = look(ms < 0);
    if (now !== undefined) return now;
    if (ms < 0) throw new DeputyError(STATUS_DEADLOCK, `${what} yet, and it comes to the event loop of the thread that waits`);
    return Object.assign(new Promise((resolve, reject) => {
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer;
      const again = every > 0 ? setInterval(() => this.wake(), every) : undefined;
      const end = (/** @type {() => void} */ how) => {
        clearTimeout(timer);
        clearInterval(again);
        signal?.removeEventListener('abort', stop);
        this.looks.delete(wait);
        how();
      };
      const wait = (late = false) => {
        try {
          const result = look(late);
          if (result === undefined) return false;
          end(() => resolve(result));
        } catch (error) {
          end(() => reject(error));
        }
        return true;
      };
      const stop = () => end(() => reject(new DeputyError(STATUS_CANCELLED)));
      signal?.addEventListener('abort', stop);
      if (ms > 0) {
        timer = setTimeout(() => {
          if (!wait(true)) end(() => reject(new DeputyError(STATUS_TIMED_OUT, `${what} within ${ms} ms`)));
        }, ms);
      }
      this.looks.add(wait);
    }), { soon });
  }
}
