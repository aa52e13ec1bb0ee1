// The host of a native thread: its thread takes the inbox and hands over what is for JavaScript (rust-core/src/worker.rs), so there
// are no turns here and no doorbell. What waits for the thread itself cannot be waited for here, and is refused.

import { connect, settleAt } from './channel.js';
import { DeputyError, encodeError, statusOf } from './error.js';
import { markDecoded } from './frame.js';
import { callInside } from './inside.js';
import * as P from './protocol.js';
import { start } from './start.js';
import { encodeUtf8 } from './utf8.js';

export { channel, connect, disconnect } from './channel.js';

/** How a frame is to be run; as `Run` in rust-core/src/context.rs. */
const HERE = 1, REFUSED = 2;

/** How often a thread that ends looks for frames, and milliseconds between two looks. */
const TRIES = 100, LOOK = 20;

/** Serial numbers of objects that one generation of a context has. A handle that outlives its context stays stale. */
const SERIALS = 2 ** 30;

export class WorkerHost {
  /**
   * @param {{ buffer: ArrayBufferLike }} memory @param {number} root  address
   * @param {number} context  address of the record @param {number} id
   * @param {Partial<import('./host.js').HostOptions>} rest @param {import('./inside.js').Native} native
   */
  constructor(memory, root, context, id, rest, native) {
    const host = start(memory, root, [], { ...rest, context });
    this.host = host;
    /** The thread waits for what runs. */
    this.here = false;
    /** Frames of calls whose promises are pending, and whether they see the caller's memory. @type {Map<number, boolean>} */
    this.pending = new Map();
    // The thread takes what there is.
    host.drain = () => {};
    host.runLater = (frame, thenable, flags, viewed) => this.runLater(frame, /** @type {PromiseLike<unknown>} */ (thenable), flags, viewed);
    const { runFetch } = host;
    host.runFetch = (frame, kind) => {
      if (host.stash.has(host.memory.u32[(frame + P.FRAME_TARGET) >>> 2])) return runFetch.call(host, frame, kind);
      // From an earlier context of this record, which has closed since.
      markDecoded(host.memory, frame);
      host.finish(frame, P.STATUS_CLOSED, null);
    };
    const generation = id >>> P.CONTEXT_INDEX_BITS;
    host.objects.owner = id % 2 ** P.CONTEXT_INDEX_BITS;
    host.objects.last = generation * SERIALS;
    host.stashed = generation * 0x10000 >>> 0;
    /** Word of the thread that is bumped when there is news for it. */
    this.park = (host.memory.u32[(context + P.CONTEXT_OWNER) >>> 2] + P.HOME_PARK) >>> 2;
    callInside(this, id, native);
    settleAt(id);
  }

  /** @param {number} frame @param {number} how */
  run(frame, how) {
    const { host } = this;
    const { names, memory, exports } = host;
    if (memory.u32[(frame + P.FRAME_KIND) >>> 2] === P.KIND_ANSWER && !exports.out.has(frame)) {
      // To a call of an earlier context of this record.
      memory.u32[(frame + P.FRAME_KIND) >>> 2] = P.KIND_RELEASE;
      return exports.pushToIo(frame);
    }
    const before = this.here;
    this.here = how === HERE;
    const { call } = names;
    if (how === REFUSED) {
      names.call = () => {
        throw closed();
      };
    }
    try {
      host.run(frame);
    } finally {
      this.here = before;
      if (how === REFUSED) names.call = call;
    }
  }

  /**
   * As the host's own, but that it ends when the context closes, and is refused where the thread waits for it.
   * @param {number} frame @param {PromiseLike<unknown>} thenable @param {number} flags @param {boolean} viewed
   */
  runLater(frame, thenable, flags, viewed) {
    const { host } = this;
    const promise = Promise.resolve(thenable);
    if (this.here) {
      promise.catch(() => {});
      if (viewed) markDecoded(host.memory, frame);
      const name = host.names.text(host.memory.u32[(frame + P.FRAME_TARGET) >>> 2]);
      return host.fail(frame, new DeputyError(P.STATUS_DEADLOCK, `${name} returned a promise, which is kept in the event loop of the thread that waits for it; call it with deputy_js_call_async()`));
    }
    this.pending.set(frame, viewed);
    const ended = () => {
      if (!this.pending.delete(frame)) return false;
      if (viewed) markDecoded(host.memory, frame);
      return true;
    };
    promise.then((value) => {
      if (ended()) host.succeed(frame, value, flags);
    }, (thrown) => {
      if (ended()) host.fail(frame, thrown);
    });
  }

  /** The thread is between two batches. @returns {boolean}  whether there is more to let go of */
  between() {
    const { memory, objects, returns, exports } = this.host;
    if (objects.busy) objects.betweenBatches(memory, returns);
    returns.flush();
    exports.goOn();
    return objects.busy;
  }

  /** Nothing runs any more: whoever waits is told. What was queued has been refused. */
  close() {
    const { host, pending } = this;
    const over = closed();
    for (const [frame, viewed] of pending) {
      if (viewed) markDecoded(host.memory, frame);
      host.fail(frame, over);
    }
    pending.clear();
    const { tasks } = host;
    const calls = [...tasks?.calls ?? []];
    for (const [frame] of calls) tasks?.end(frame, over, true);
    for (const [, later] of calls) later.abort();
    while (this.between());
    host.end(over);
    const { callbacks } = host;
    callbacks?.held.forEach((held) => callbacks.release(held));
    // There is no other turn: what there are no frames for waits until the I/O thread has made some.
    for (let tries = 0; tries < TRIES; tries++) {
      const ticket = Atomics.load(host.memory.i32, this.park);
      callbacks?.tell();
      if (!callbacks?.gone.length) break;
      Atomics.wait(host.memory.i32, this.park, ticket, LOOK);
    }
    host.returns.flush();
  }
}

const closed = () => new DeputyError(P.STATUS_CLOSED, 'the context of this JavaScript has closed');

/**
 * Tells of failures that nobody looks at, also of promises in this Worker, by way of native code: so they are told in order, and before
 * the program ends.
 * @param {(bytes: Uint8Array, status: number, lengths: number[]) => void} report
 * @returns {(error: unknown, name: string, thread?: string) => void}
 */
export function reporter(report) {
  const tell = (/** @type {unknown} */ error, /** @type {string} */ name, thread = '') => {
    const parts = [encodeError(error), encodeUtf8(name), encodeUtf8(thread)];
    const lengths = parts.map(({ length }) => length);
    const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length));
    parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
    report(bytes, statusOf(error), lengths);
  };
  const node = /** @type {any} */ (globalThis).process;
  const rejected = (/** @type {unknown} */ reason) => tell(reason, 'a promise that nobody looked at');
  if (node?.versions?.node) node.on('unhandledRejection', rejected);
  else {
    // In the place of emscripten's, which ends the program.
    globalThis.onunhandledrejection = (event) => {
      event.preventDefault();
      rejected(event.reason);
    };
  }
  return tell;
}

/**
 * Tells the page that this Worker has JavaScript of the program's, and gives it a port.
 * @param {number} context @param {(message: unknown, transfer: Transferable[]) => void} post
 */
export function introduce(context, post) {
  const { port1, port2 } = new MessageChannel();
  connect(P.CONTEXT_ID_UI, port1);
  post({ 'deputy': context, 'port': port2 }, [port2]);
}
