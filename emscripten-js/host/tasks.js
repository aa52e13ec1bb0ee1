// What tasks need of a host: asynchronous calls, which settle tasks; promises for tasks that JavaScript was given; failures nobody
// looked at. Only programs have it that have tasks (docs/architecture.md, "A settled promise").

import { ending, push } from './answers.js';
import { DeputyError, statusOf } from './error.js';
import { markDecoded, markTaken, unpark } from './frame.js';
import { taskAt } from './handle.js';
import { isThenable } from './kinds.js';
import { Later } from './later.js';
import { Promises } from './promises.js';
import * as P from './protocol.js';
import { encodeResult, encodeThrown } from './value.js';

/** @typedef {import('./host.js').Sender} Sender */

export class Tasks {
  /** @param {import('./host.js').Host} host */
  constructor(host) {
    this.host = host;
    /** @type {Map<number, Later>}  asynchronous calls that are out, by their frame */
    this.calls = new Map();
    /** For tasks that JavaScript was given. */
    this.promises = new Promises();
    /** Promises among the arguments that were read last. @type {Promise<unknown>[]} */
    let given = [];
    host.cross.promise = (task) => {
      const promise = this.promises.of(task);
      given.push(promise);
      return promise;
    };
    const { readArguments } = host;
    host.readArguments = (frame, at, argc) => {
      if (given.length > 0) given = [];
      return readArguments.call(host, frame, at, argc);
    };
    // How they end must not become an unhandled rejection.
    host.unread = () => given.forEach((promise) => promise.catch(() => {}));
  }

  /** Nothing is waited for any more: functions that have a signal are told, promises fail. @param {DeputyError} error */
  close(error) {
    for (const later of this.calls.values()) later.abort();
    this.promises.close(error);
  }

  /** @param {number} frame @param {number} kind */
  run(frame, kind) {
    const { memory, returns } = this.host;
    switch (kind) {
      case P.KIND_ASYNC:
        this.host.count(P.CONTEXT_CALLS);
        return this.call(frame);
      case P.KIND_CANCEL:
        this.cancel(memory.u32[(frame + P.FRAME_ARGS) >>> 2], memory.u32[(frame + P.FRAME_TARGET) >>> 2]);
        break;
      case P.KIND_SETTLE:
        this.host.jobs = true;
        this.settle(frame);
        break;
      default:
        this.report(frame);
    }
    returns.add(frame);
  }

  /**
   * An async call: like a call, but its frame may be looked at by anybody, and cancelled from anywhere.
   * @param {number} frame
   */
  call(frame) {
    const { host } = this;
    const { memory } = host;
    const word = frame >>> 2;
    if (!markTaken(memory, frame)) {
      host.count(P.CONTEXT_ABANDONED);
      host.callbacks?.giveBack(memory.u32[word + (P.FRAME_ARGS >>> 2)], memory.u32[word + (P.FRAME_ARGC >>> 2)]);
      host.into?.neverRan(frame);
      return this.end(frame, new DeputyError(P.STATUS_CANCELLED), true);
    }
    const target = memory.u32[word + (P.FRAME_TARGET >>> 2)];
    const later = new Later(memory.u32[word + (P.FRAME_SERIAL >>> 2)], host.sender(frame));
    const flags = memory.u32[word + (P.FRAME_FLAGS >>> 2)];
    // A call that was cancelled has ended already: whatever comes of it is dropped.
    const end = (/** @type {unknown} */ what, /** @type {boolean} */ failed) => {
      if (this.calls.get(frame) === later) this.end(frame, what, failed, flags, later.sender);
    };
    this.calls.set(frame, later);
    try {
      const args = host.arguments(frame);
      later.into = host.into?.now?.serial ?? 0;
      if ((flags & P.CALL_SIGNAL) !== 0) args.push(later.signal());
      const result = host.names.call(target, args);
      if (isThenable(result)) {
        host.jobs = true;
        // Who waits for it while the page waits, too, must not wait for ever.
        if (host.spin.chain !== 0) markDecoded(memory, frame);
        Promise.resolve(result).then((value) => end(value, false), (thrown) => end(thrown, true));
      } else {
        end(result, false);
      }
    } catch (thrown) {
      host.unread(thrown);
      end(thrown, true);
    }
  }

  /**
   * The outcome of an async call is not wanted any more: it ends now, whatever its promise does later.
   * @param {number} frame  the call's
   * @param {number} serial
   */
  cancel(frame, serial) {
    const later = this.calls.get(frame);
    if (later?.serial !== serial) return;
    this.host.into?.cancelled(later.into);
    this.end(frame, new DeputyError(P.STATUS_CANCELLED), true);
    later.abort();
  }

  /** @param {number} frame @param {unknown} what @param {boolean} failed @param {number} [flags] @param {Sender} [sender] */
  end(frame, what, failed, flags = 0, sender = this.host.sender(frame)) {
    const { host } = this;
    const { memory } = host;
    this.calls.delete(frame);
    let status = P.STATUS_OK;
    let bytes;
    try {
      if (failed) throw what;
      bytes = encodeResult(memory, frame, what, host.cross, flags);
    } catch (thrown) {
      status = statusOf(thrown);
      // Who cancelled it wants no text.
      bytes = status === P.STATUS_CANCELLED ? encodeResult(memory, frame, null, host.cross) : encodeThrown(memory, frame, thrown, host.cross, host.whereOf(frame, sender));
    }
    host.writeOutcome(frame, status, bytes, host.cross.handles);
    const before = markAsyncDone(memory, frame);
    if (before & P.STATE_WAITING) host.linger.wokeCaller();
    if (before & P.STATE_FORWARD) push(memory, host.rootWord(P.ROOT_IO), frame);
  }

  /**
   * A task that JavaScript was given has settled.
   * @param {number} frame
   */
  settle(frame) {
    const { host } = this;
    const { memory } = host;
    const status = memory.i32[(frame + P.FRAME_STATUS) >>> 2];
    const at = memory.u32[(frame + P.FRAME_ARGS) >>> 2];
    if (at === 0 || !memory.covers(at, 2 * P.VALUE_SIZE)) return;
    const [ok, value] = ending(host, status, at + P.VALUE_SIZE, 'task');
    this.promises.settle(taskAt(memory, at), ok, value);
  }

  /**
   * A task failed and nobody looked, or something else did.
   * @param {number} frame
   */
  report(frame) {
    const { host } = this;
    const { memory } = host;
    const status = memory.i32[(frame + P.FRAME_STATUS) >>> 2];
    const at = memory.u32[(frame + P.FRAME_ARGS) >>> 2];
    // The error, what failed, on which thread.
    const [name, thread] = [1, 2].map((i) => at !== 0 && ending(host, P.STATUS_OK, at + i * P.VALUE_SIZE, '')[1]);
    const what = typeof name === 'string' ? name : 'a task that nobody looked at';
    const where = typeof thread === 'string' ? thread : host.threadName(host.sender(frame));
    const [, error] = ending(host, status, at, what, `thread ${where}`);
    const cause = /** @type {{ cause?: unknown } | undefined} */ (error)?.['cause'];
    // What JavaScript threw, as it is; of the runtime's own errors only the page's are.
    const asItIs = cause instanceof Error && (status === P.STATUS_JS_EXCEPTION || cause instanceof DeputyError);
    if (!asItIs && cause instanceof Error) {
      // Another context's: what it says, with the status that it has here.
      /** @type {Error} */ (error).message = cause.message;
      /** @type {Error} */ (error).stack = cause.stack;
    }
    host.tell(asItIs ? cause : error, what, where);
  }
}

/**
 * The outcome of an async call is written. Returns what the state was: with FORWARD the I/O thread is to have the frame, with
 * WAITING somebody was woken.
 * @param {import('./memory.js').Memory} memory
 * @param {number} frame
 */
export function markAsyncDone(memory, frame) {
  const before = Atomics.or(memory.i32, (frame + P.FRAME_STATE) >>> 2, P.STATE_DONE);
  // Read after the exchange, unlike in markDone: the waiter may have changed until then. Should somebody have taken the
  // frame over meanwhile, this wakes a thread for nothing; the one who took it has woken the right ones.
  if (before & P.STATE_WAITING) unpark(memory, Atomics.load(memory.u32, (frame + P.FRAME_HOME) >>> 2));
  return before;
}
