// Promises for native tasks that JavaScript was given, as an argument of a call. Native code tells how a task ended after
// it has queued the call (KIND_SETTLE), so that the promise is always there by then; if it is not, the call never ran.

/** @typedef {{ promise: Promise<unknown>, resolve: (value: unknown) => void, reject: (reason: unknown) => void }} Open */

export class Promises {
  constructor() {
    /** @type {Map<bigint, Open>}  by task */
    this.open = new Map();
    /** Why there will be no outcomes any more. @type {import('./error.js').DeputyError | null} */
    this.over = null;
  }

  get size() {
    return this.open.size;
  }

  /** The promise of a task. @param {bigint} task */
  of(task) {
    const known = this.open.get(task);
    if (known) return known.promise;
    let resolve = (/** @type {unknown} */ _value) => {};
    let reject = (/** @type {unknown} */ _reason) => {};
    const promise = new Promise((yes, no) => {
      resolve = yes;
      reject = no;
    });
    if (this.over) {
      promise.catch(() => {});
      reject(this.over);
    } else {
      this.open.set(task, { promise, resolve, reject });
    }
    return promise;
  }

  /** @param {bigint} task @param {boolean} ok @param {unknown} value  or the error */
  settle(task, ok, value) {
    const open = this.open.get(task);
    if (!open) return;
    this.open.delete(task);
    if (ok) open.resolve(value);
    else open.reject(value);
  }

  /** No task ends any more. @param {import('./error.js').DeputyError} error */
  close(error) {
    this.over = error;
    for (const { promise, reject } of this.open.values()) {
      // Whoever waits is told; whoever does not must not end the page's program by an unhandled rejection.
      promise.catch(() => {});
      reject(error);
    }
    this.open.clear();
  }
}
