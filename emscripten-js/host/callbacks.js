// Native function objects in JavaScript. Who holds one is counted in a record in shared memory (rust-core/src/callback.rs), by
// native code and by this host alike. The host holds it once for the function that JavaScript has, until that is disposed or
// collected and its calls are answered; and a value that it sends counts as native code's.

import { DeputyError } from './error.js';
import { serialIn } from './handle.js';
import * as P from './protocol.js';

/** A callback that JavaScript has. */
export class Held {
  /** @param {Callbacks} all @param {number} serial @param {number} owner */
  constructor(all, serial, owner) {
    this.all = all;
    this.serial = serial;
    this.owner = owner;
    /** Calls that are not answered. */
    this.out = 0;
    /** Its function was disposed or collected. */
    this.over = false;
    /** The host does not hold it any more. */
    this.done = false;
    /** @type {WeakRef<Function> | undefined} */
    this.weak = undefined;
  }

  /** A call was answered. */
  ended() {
    this.out--;
    this.all.settle(this);
  }
}

/** A promise that knows whether somebody looks at it: `await` and the likes of `Promise.all` call `then`, if it is not a plain one's. @extends {Promise<any>} */
export class Outcome extends Promise {
  static get [Symbol.species]() {
    return Promise;
  }

  /** @param {any} [yes] @param {any} [no] @returns {Promise<any>} */
  then(yes, no) {
    this.seen = true;
    return super.then(yes, no);
  }
}

const INDICES = 2 ** P.CALLBACK_INDEX_BITS;
const FIRST_BITS = 31 - Math.clz32(P.CALLBACK_FIRST);

export class Callbacks {
  /** @param {import('./host.js').Host} host */
  constructor(host) {
    this.host = host;
    /** Address of the addresses of the records. */
    this.blocks = host.rootWord(P.ROOT_CALLBACKS);
    /** @type {Map<number, Held>}  by serial */
    this.held = new Map();
    /** @type {WeakMap<object, Held>}  by function */
    this.functions = new WeakMap();
    /** Serials of which JavaScript was the last holder; the I/O thread is to be told. @type {number[]} */
    this.gone = [];
    /** One was met since somebody set this to false. */
    this.met = false;
    this.registry = new FinalizationRegistry((/** @type {Held} */ held) => this.release(held));
    const { readArguments } = host;
    host.readArguments = (frame, at, argc) => {
      this.met = false;
      try {
        return readArguments.call(host, frame, at, argc);
      } catch (thrown) {
        this.met = true;
        throw thrown;
      } finally {
        // What waits for the call has its own.
        if (this.met && host.memory.i32[(frame + P.FRAME_KIND) >>> 2] !== P.KIND_CALL) this.giveBack(at, argc);
      }
    };
  }

  /**
   * The function for a callback: the same one while it lives.
   * @param {number} serial @param {number} owner
   * @throws {DeputyError} STALE
   */
  of(serial, owner) {
    this.met = true;
    const known = this.held.get(serial)?.weak?.deref();
    if (known) return known;
    if (!this.hold(serial)) throw new DeputyError(P.STATUS_STALE, 'a callback that is gone was given to JavaScript');
    const held = new Held(this, serial, owner);
    const { exports, memory, spin } = this.host;
    const waits = (memory.u32[(this.at(serial) + P.CALLBACK_FLAGS) >>> 2] & P.CALLBACK_SYNC) !== 0;
    const call = (/** @type {unknown[]} */ ...args) => (waits ? spin : exports).callBack(held, args);
    const dispose = () => {
      this.registry.unregister(held);
      this.release(held);
    };
    Object.defineProperty(call, 'dispose', { value: dispose });
    if (Symbol.dispose) Object.defineProperty(call, Symbol.dispose, { value: dispose });
    held.weak = new WeakRef(call);
    this.registry.register(call, held, held);
    this.held.set(serial, held);
    this.functions.set(call, held);
    return call;
  }

  /**
   * The callback that a function is, for a value that counts as native code's until `takeBack`; undefined if it is none.
   * @param {object} object
   */
  give(object) {
    const held = this.functions.get(object);
    if (!held) return undefined;
    if (held.over) throw new DeputyError(P.STATUS_STALE, 'a callback that was disposed cannot cross');
    this.giveAgain(held.serial);
    return held;
  }

  /** @param {number} serial  of one that somebody holds */
  giveAgain(serial) {
    const at = this.at(serial) >>> 2;
    Atomics.add(this.host.memory.i32, at + (P.CALLBACK_REFS >>> 2), 1);
    Atomics.add(this.host.memory.i32, at + (P.CALLBACK_NATIVE >>> 2), 1);
  }

  /** What `give` gave comes back. @param {number} serial */
  takeBack(serial) {
    const word = (this.at(serial) + P.CALLBACK_NATIVE) >>> 2;
    if (this.add(word, -1)) this.letGo(serial);
  }

  /** JavaScript has let go of a function. @param {Held} held */
  release(held) {
    if (held.over) return;
    held.over = true;
    if (this.held.get(held.serial) === held) this.held.delete(held.serial);
    this.settle(held);
  }

  /** @param {Held} held */
  settle(held) {
    if (!held.over || held.out > 0 || held.done) return;
    held.done = true;
    this.letGo(held.serial);
  }

  /** Values that native code has sent hold their callbacks, until they are read or nobody will. @param {number} at @param {number} count */
  giveBack(at, count) {
    const { memory } = this.host;
    if (at === 0 || !memory.covers(at, count * P.VALUE_SIZE)) return;
    for (const end = at + count * P.VALUE_SIZE; at < end; at += P.VALUE_SIZE) {
      const head = memory.u32[at >>> 2];
      if ((head & 0xff) === P.TAG_CALLBACK) this.letGo(serialIn(memory, at + P.VALUE_DATA));
      const record = (head & 0xff) === P.TAG_RECORD;
      // Stashed content is not here; an array of numbers has a kind.
      if ((record || (head & 0xff) === P.TAG_ARRAY) && head >>> 16 === 0 && (head & (P.FLAG_STASHED << 8)) === 0) {
        this.giveBack(memory.u32[(at + P.VALUE_DATA) >>> 2], memory.u32[(at + P.VALUE_LEN) >>> 2] * (record ? 2 : 1));
      }
    }
  }

  /** The address of a record, 0 if there is none. @param {number} serial */
  at(serial) {
    const { memory } = this.host;
    const number = (serial % INDICES) + P.CALLBACK_FIRST;
    if (this.blocks === 0 || number >= INDICES) return 0;
    const block = 31 - Math.clz32(number) - FIRST_BITS;
    const start = memory.u32[(this.blocks >>> 2) + block];
    const at = start + (number - (P.CALLBACK_FIRST << block)) * P.CALLBACK_SIZE;
    return start !== 0 && memory.covers(at, P.CALLBACK_SIZE) ? at : 0;
  }

  /** Adds to a number that is not 0; false if it is. @param {number} word @param {number} more */
  add(word, more) {
    const { i32 } = this.host.memory;
    let number = Atomics.load(i32, word);
    while (number !== 0) {
      const now = Atomics.compareExchange(i32, word, number, number + more);
      if (now === number) return true;
      number = now;
    }
    return false;
  }

  /** Holds a callback that somebody else may hold; false if nobody does. @param {number} serial */
  hold(serial) {
    const at = this.at(serial);
    const isIts = () => Atomics.load(this.host.memory.u32, (at + P.CALLBACK_GENERATION) >>> 2) === Math.floor(serial / INDICES);
    if (at === 0 || !isIts() || !this.add((at + P.CALLBACK_REFS) >>> 2, 1)) return false;
    if (isIts()) return true;
    // Another one has the record by now.
    this.letGo(Atomics.load(this.host.memory.u32, (at + P.CALLBACK_GENERATION) >>> 2) * INDICES + (serial % INDICES));
    return false;
  }

  /** @param {number} serial */
  letGo(serial) {
    const at = this.at(serial);
    // Handle 0 is nobody's: what was gone when it was sent.
    if (at === 0 || serial === 0 || Atomics.sub(this.host.memory.i32, (at + P.CALLBACK_REFS) >>> 2, 1) !== 1) return;
    // All of one job together.
    if (this.gone.push(serial) === 1) queueMicrotask(() => this.tell());
  }

  /** Tells the I/O thread, as far as there are frames. */
  tell() {
    const { exports, memory } = this.host;
    while (this.gone.length > 0) {
      const frame = exports.take();
      if (frame === 0) return;
      const some = this.gone.splice(0, P.FRAME_DATA_SIZE / 8);
      memory.i32[(frame + P.FRAME_KIND) >>> 2] = P.KIND_DROP;
      memory.u32[(frame + P.FRAME_ARGC) >>> 2] = some.length;
      some.forEach((serial, i) => {
        const word = (frame + P.FRAME_DATA + 8 * i) >>> 2;
        memory.u32[word] = serial % 0x100000000;
        memory.u32[word + 1] = Math.floor(serial / 0x100000000);
      });
      exports.pushToIo(frame);
    }
  }
}
