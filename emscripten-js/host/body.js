// The body of a response, on its way to native code. Part of http.js.

import { copy } from './copy.js';
import { DeputyError } from './error.js';
import { STATUS_CLOSED } from './protocol.js';
import { Waits } from './waits.js';

/** Bytes that are fetched though nobody has asked for them; then the browser is asked for no more. That is the back-pressure. */
const AHEAD = 1 << 21;

/** Bytes that are worth waking a thread for, while more are coming. */
const BATCH = 1 << 19;

/** Milliseconds between two chunks that are thought to be a pause: who waits gets what there is. */
const PAUSE = 2;

export class Body {
  /** @param {() => void} over  the end has come */
  constructor(over) {
    this.over = over;
    /** What has come and is not read yet. @type {Uint8Array[]} */
    this.chunks = [];
    /** What of the first one is read. */
    this.at = 0;
    /** Bytes in them that are not read yet. */
    this.there = 0;
    /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
    this.reader = undefined;
    this.asked = false;
    /** When the last chunk came. */
    this.last = -Infinity;
    /** Chunks come one close upon the other. Not for longer than this timer runs. @type {ReturnType<typeof setTimeout> | undefined} */
    this.flow = undefined;
    this.ended = false;
    /** @type {DeputyError | null}  every later read fails with it, once what came before is read */
    this.failure = null;
    /** It was ended from here: what came before does not matter. */
    this.cut = false;
    this.waits = new Waits();
  }

  /** It begins. @param {ReadableStream<Uint8Array> | null} stream */
  read(stream) {
    this.reader = stream?.getReader();
    if (this.reader) this.ask();
    else this.end();
  }

  end() {
    this.ended = true;
    this.over();
    this.waits.wake();
  }

  ask() {
    if (this.asked || this.ended || this.failure || this.there >= AHEAD) return;
    this.asked = true;
    /** @type {ReadableStreamDefaultReader<Uint8Array>} */ (this.reader).read().then(({ done, value }) => {
      this.asked = false;
      if (this.failure) return;
      if (done) return this.end();
      if (value.length > 0) this.came(value);
      this.ask();
    }, (error) => {
      this.failure ??= new DeputyError(STATUS_CLOSED, `the connection broke before the end of the body: ${error}`);
      this.over();
      this.waits.wake();
    });
  }

  /**
   * A chunk. Each is small beside what the wake-up of a thread costs: while they come one close upon the other, a thread is woken for many.
   * @param {Uint8Array} chunk
   */
  came(chunk) {
    this.chunks.push(chunk);
    this.there += chunk.length;
    const now = performance.now();
    if (now - this.last < PAUSE) {
      this.flow ??= setTimeout(() => {
        this.flow = undefined;
        this.waits.wake();
      }, PAUSE);
    }
    this.last = now;
    this.waits.wake();
  }

  /** There is no more; what has come and is not read is thrown away. @param {DeputyError} error */
  fail(error) {
    if (this.ended && this.there === 0) return;
    this.failure ??= error;
    this.cut = true;
    this.chunks.length = this.there = this.at = 0;
    this.waits.wake();
  }

  /** Moves what has come, and says how many bytes that were. @param {Uint8Array} into */
  move(into) {
    let count = 0;
    while (count < into.length && this.there > 0) {
      const [chunk] = this.chunks;
      const part = chunk.subarray(this.at, this.at + into.length - count);
      copy(into, part, count);
      count += part.length;
      this.at += part.length;
      this.there -= part.length;
      if (this.at === chunk.length) {
        this.chunks.shift();
        this.at = 0;
      }
    }
    this.ask();
    return count;
  }

  /** Whether nothing more comes. A failure is thrown, if nobody has something to read before. @param {number} count  bytes */
  isOver(count) {
    if (this.failure && (count === 0 || this.cut)) throw this.failure;
    return this.ended || this.failure !== null;
  }

  /**
   * Reads into the program's memory, which stays the caller's until this settles: so it always does, by time or by abort(). What comes meanwhile
   * is written at once, while it is in the cache. Gives how many bytes that were; 0 at the end.
   * @param {Uint8Array} into @param {number} ms  as Waits.until
   */
  into(into, ms) {
    let count = 0;
    return this.waits.until((late) => {
      count += this.move(into.subarray(count));
      if (this.isOver(count) || count >= Math.min(into.length, BATCH)) return count;
      return count > 0 && (late || this.flow === undefined) ? count : undefined;
    }, ms, 'no byte of the body');
  }

  /** The same into memory of its own. @param {number} most  bytes @param {number} ms @param {AbortSignal} signal */
  bytes(most, ms, signal) {
    return this.waits.until(() => {
      if (this.there === 0 && !this.isOver(0)) return undefined;
      const into = new Uint8Array(Math.min(most, this.there));
      this.move(into);
      return into;
    }, ms, 'no byte of the body', { signal });
  }
}
