// Objects that native code has handles of. A handle is a serial number that is never used again; each time it crosses to
// native code it brings a reference, and without references it is stale for ever.
//
// References come back in frames that stay open while they are under way: their thread appends to them until they are
// closed here (rust-core/src/object.rs). They are closed when a batch has been run, and applied when the batch that is
// taken after that has been run, too: whatever anybody queued before the release finds its arguments alive.

import { DeputyError } from './error.js';
import { serialIn } from './handle.js';
import * as P from './protocol.js';
import { say } from './say.js';

/**
 * @typedef {object} Entry
 * @property {object | null} object  none: a handle that native code has reserved, and nothing is bound to it
 * @property {number} refs
 * @property {string} why  there is none
 */

/** Every other serial number: the odd ones native code reserves. */
const STEP = 2;

export class Objects {
  /**
   * @param {number} owner  index of the context
   * @param {(count: number) => void} [counted]  how many handles there are now
   */
  constructor(owner, counted = () => {}) {
    this.owner = owner;
    this.counted = counted;
    /** @type {Map<number, Entry>}  by serial */
    this.entries = new Map();
    /** @type {Map<object, number>}  the same object has the same handle */
    this.serials = new Map();
    this.last = 0;
    /** Frames with releases, which are open. @type {number[]} */
    this.seen = [];
    /** What was in the closed ones. @type {number[]} */
    this.released = [];
    /** There is something in one of the two. */
    this.busy = false;
    /** What there was when the program ended. */
    this.left = 0;
    /** Ends of the runtime's own objects, such as connections: when native code lets go of one, or the program ends. @type {Map<object, () => void>} */
    this.ends = new Map();
  }

  get size() {
    return this.entries.size + this.left;
  }

  /** A reference for native code. @param {object} object @returns {number} its serial */
  keep(object) {
    let serial = this.serials.get(object);
    if (serial === undefined) {
      serial = this.last += STEP;
      this.serials.set(object, serial);
      this.enter(serial, object, '');
    } else {
      this.retain(serial);
    }
    return serial;
  }

  /** @param {number} serial @param {object | null} object @param {string} why */
  enter(serial, object, why) {
    this.entries.set(serial, { object, refs: 1, why });
    this.counted(this.entries.size);
  }

  /** @param {number} serial @param {number} owner @returns {object} */
  get(serial, owner) {
    if (owner !== this.owner) {
      throw new DeputyError(P.STATUS_WRONG_CONTEXT, say`object ${serial} belongs to context ${owner}; call it there, or with DEPUTY_ANY`);
    }
    const entry = this.entries.get(serial);
    const object = entry?.object;
    if (object) return object;
    throw new DeputyError(P.STATUS_STALE, say`object ${serial} ${entry ? entry.why
      : serial % STEP === 0 ? say`was released` : say`was reserved, and then released, or no call has bound it yet`}`);
  }

  /** The object, as long as there is one. @param {number} serial @param {number} owner */
  known(serial, owner) {
    return owner === this.owner ? this.entries.get(serial)?.object : undefined;
  }

  /** @param {number} serial */
  retain(serial) {
    const entry = this.entries.get(serial);
    if (entry) entry.refs++;
  }

  /** @param {number} serial */
  drop(serial) {
    const entry = this.entries.get(serial);
    if (!entry || --entry.refs > 0) return;
    this.entries.delete(serial);
    this.counted(this.entries.size);
    if (!entry.object || this.serials.get(entry.object) !== serial) return;
    this.serials.delete(entry.object);
    this.ends.get(entry.object)?.();
  }

  /** A frame with releases. @param {import('./memory.js').Memory} memory @param {number} frame @param {import('./frame.js').Returns} returns */
  see(memory, frame, returns) {
    if (memory.u32[(frame + P.FRAME_TARGET) >>> 2] === P.UNREF_RETAIN) {
      this.retain(serialIn(memory, frame + P.FRAME_DATA));
      return returns.add(frame);
    }
    this.seen.push(frame);
    this.busy = true;
  }

  /**
   * A batch has been run, and the next one is about to be taken.
   * @param {import('./memory.js').Memory} memory @param {import('./frame.js').Returns} returns
   */
  betweenBatches(memory, returns) {
    const { released, seen } = this;
    for (const serial of released) this.drop(serial);
    released.length = 0;
    for (const frame of seen) {
      const count = Math.min(Atomics.or(memory.i32, (frame + P.FRAME_STATE) >>> 2, P.UNREF_CLOSED) & (P.UNREF_CLOSED - 1), P.FRAME_DATA_SIZE / 8);
      for (let i = 0; i < count; i++) released.push(serialIn(memory, frame + P.FRAME_DATA + 8 * i));
      returns.add(frame);
    }
    seen.length = 0;
    this.busy = released.length > 0;
  }

  /** The program has ended: nobody will release what is left. */
  close() {
    for (const end of this.ends.values()) end();
    this.left = this.entries.size;
    this.entries.clear();
    this.serials.clear();
  }
}
