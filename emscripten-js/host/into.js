// Handles that native code has reserved, and the calls that bind their results to them. Only programs have it that have operations on
// objects (operations.js): reserving is one of those.

import { DeputyError, describe } from './error.js';
import { serialIn } from './handle.js';
import { isThenable } from './kinds.js';
import * as P from './protocol.js';

/** @typedef {import('./objects.js').Objects} Objects */

const FAILED = 'is not there, for the call that was to give it failed: ';

/** A call begins that will bind a reserved handle. @param {Objects} objects @param {number} serial */
export function expect(objects, serial) {
  if (objects.entries.has(serial)) throw new DeputyError(P.STATUS_INVALID_ARGUMENT, `into: object ${serial} is that of another call`);
  objects.enter(serial, null, 'is to be the result of a call that has not ended');
}

/** Its result. A handle that was released, or has failed, meanwhile stays stale. @param {Objects} objects @param {number} serial @param {unknown} value */
export function bind(objects, serial, value) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
    throw new DeputyError(P.STATUS_WRONG_TYPE, `the result is ${value === null ? 'null' : `a ${typeof value}`}, which no handle can be bound to`);
  }
  const entry = objects.entries.get(serial);
  if (entry && !entry.object && !entry.why.startsWith(FAILED)) {
    entry.object = value;
    if (!objects.serials.has(value)) objects.serials.set(value, serial);
  }
  return null;
}

/** There is none. One that was released meanwhile stays so. @param {Objects} objects @param {number} serial @param {string} why */
export function fail(objects, serial, why) {
  const entry = objects.entries.get(serial);
  if (entry && !entry.object) entry.why = FAILED + why;
}

/** There will be none, for the call has never begun. @param {Objects} objects @param {number} serial @param {string} why */
export function miss(objects, serial, why) {
  if (!objects.entries.has(serial)) objects.enter(serial, null, FAILED + why);
}

/** The same for the calls of a host: looks after its frames and the functions they call. */
export class Into {
  /** @param {import('./host.js').Host} host */
  constructor(host) {
    this.host = host;
    /** The handle of the call whose arguments were just read, or whose function has just returned; and what it calls. @type {{ serial: number, target: number } | null} */
    this.now = null;
    const { arguments: read, names, unread } = host;
    host.arguments = (frame) => {
      // Before what may throw: that is not the last call's.
      this.now = null;
      const serial = this.expect(frame);
      if (serial !== 0) this.now = { serial, target: host.memory.u32[(frame + P.FRAME_TARGET) >>> 2] };
      return read.call(host, frame);
    };
    const { call } = names;
    names.call = (target, args) => {
      const { now } = this;
      try {
        const result = call.call(names, target, args);
        return now ? this.bind(now.serial, target, result) : result;
      } finally {
        // The function may have let others run.
        this.now = now;
      }
    };
    host.unread = (thrown) => {
      unread.call(host, thrown);
      if (this.now) this.unbound(this.now.serial, this.now.target, thrown);
    };
  }

  /** The serial of the handle that the result of a call is bound to, 0 if none. @param {number} frame */
  of(frame) {
    const { memory } = this.host;
    return (memory.u32[(frame + P.FRAME_FLAGS) >>> 2] & P.CALL_INTO) === 0 ? 0 : serialIn(memory, frame + P.FRAME_INTO);
  }

  /** A call begins, which may bind its result to a handle. Throws if the handle is another call's. @param {number} frame */
  expect(frame) {
    const serial = this.of(frame);
    if (serial !== 0) expect(this.host.objects, serial);
    return serial;
  }

  /**
   * Binds the result of a call to the handle; the call itself then gives null.
   * @param {number} serial @param {number} target @param {unknown} result
   */
  bind(serial, target, result) {
    const { objects } = this.host;
    const bindTo = (/** @type {unknown} */ value) => bind(objects, serial, value);
    if (!isThenable(result)) return bindTo(result);
    return Promise.resolve(result).then(bindTo).catch((thrown) => {
      this.unbound(serial, target, thrown);
      throw thrown;
    });
  }

  /** Its caller left before: there will be nothing to bind. @param {number} frame */
  neverRan(frame) {
    const { memory, names, objects } = this.host;
    const serial = this.of(frame);
    if (serial !== 0) miss(objects, serial, `${names.text(memory.u32[(frame + P.FRAME_TARGET) >>> 2])}: its caller left before it ran`);
  }

  /** There is no result to bind. @param {number} serial @param {number} target @param {unknown} thrown */
  unbound(serial, target, thrown) {
    if (serial !== 0) fail(this.host.objects, serial, `${this.host.names.text(target)}: ${describe(thrown)[1]}`);
  }

  /** The call was cancelled. @param {number} serial */
  cancelled(serial) {
    if (serial !== 0) fail(this.host.objects, serial, 'it was cancelled');
  }
}
