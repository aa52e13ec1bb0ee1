// The page's half of the console (rust-core/src/console.rs): takes what native threads have written out of the ring and prints it, a
// stream's text in the order in which it was written.
//
// The host drains it after it has taken its inbox, before it runs what it took: what a thread has written is printed before what it calls
// or posts afterwards runs. A turn prints what was there when it looked, within its budget. After it has printed, the host looks again by itself a little later, so that
// lines that come in bursts ring nobody.

import * as P from './protocol.js';
import { say } from './say.js';

/** Milliseconds until the next look, if there was something at the last. */
const SOON = 4;
/** Lines between two looks at the clock. */
const LINES_PER_LOOK = 16;

/**
 * Where a stream's text goes, line by line without the line's end, or as it comes. May throw.
 * @typedef {{ print: (text: string) => void, lines: boolean }} Sink
 */

export class Console {
  /**
   * @param {{ buffer: ArrayBufferLike }} memory
   * @param {number} root  address
   * @param {Sink[]} sinks  of standard output and error
   */
  constructor(memory, root, sinks) {
    const u32 = this.words = new Uint32Array(memory.buffer);
    // The ring stays where it is, so views of it stay good when the memory grows.
    this.at = u32[(root + P.ROOT_CONSOLE) >>> 2] >>> 2;
    this.memory = memory;
    this.sinks = sinks;
    /** What came after the last line's end. */
    this.partial = ['', ''];
    // A character may have its bytes in two records.
    this.decoders = sinks.map(() => new TextDecoder('utf-8', { ignoreBOM: true }));
    /** To be printed: number of the stream, text, number, text ... @type {any[]} */
    this.texts = [];
    this.printed = 0;
    /** Up to here this turn prints. */
    this.limit = 0;
    /** Something is being printed, by a function that has called us again. */
    this.busy = false;
    /** Something was printed since the last look. */
    this.lively = false;
    /** @type {any} */
    this.timer = 0;
  }

  /** Whether something is in front of this place. @param {number} place */
  isBefore(place) {
    // The newest record may have grown since the place was read.
    return ((place - this.words[this.at + P.CONSOLE_HEAD / 4]) | 0) > 0;
  }

  tail() {
    return Atomics.load(this.words, this.at + P.CONSOLE_TAIL / 4);
  }

  /**
   * Prints what has been written. True: the time is up and there is more.
   * @param {number} end  of the time
   * @param {boolean} [fresh]  all of it; else, what an earlier call has not finished is enough
   */
  drain(end, fresh = true) {
    if (this.busy) return false;
    if (fresh || !this.hasMore()) this.limit = this.tail();
    const { texts } = this;
    this.busy = true;
    let late = false;
    for (let looks = 1; !late && this.hasMore(); looks++) {
      this.lively = true;
      if (this.printed === texts.length) this.take();
      else this.print(texts[this.printed++], texts[this.printed++]);
      late = looks % LINES_PER_LOOK === 0 && performance.now() >= end;
    }
    this.busy = false;
    return late;
  }

  /** Whether the limit is not reached. */
  hasMore() {
    return this.printed < this.texts.length || this.isBefore(this.limit);
  }

  /** @param {number} stream @param {string} text */
  print(stream, text) {
    try {
      this.sinks[stream].print(text);
    } catch (thrown) {
      console.error(say`deputy: what prints failed:`, thrown);
    }
  }

  /** Takes the oldest record, when all of those before is printed. */
  take() {
    const { words } = this;
    this.texts.length = this.printed = 0;
    const head = words[this.at + P.CONSOLE_HEAD / 4];
    const at = 4 * this.at + P.CONSOLE_RING + head % P.CONSOLE_RING_SIZE;
    const header = Atomics.exchange(words, at >>> 2, 0);
    const length = header & 0x7fffffff;
    this.add(header >>> 31, at + 4, length);
    const from = this.at + P.CONSOLE_HEAD / 4;
    Atomics.store(words, from, (head + length + 7) & ~3);
    if (Atomics.exchange(words, this.at + P.CONSOLE_FULL / 4, 0) !== 0) Atomics.notify(new Int32Array(words.buffer), from);
  }

  /** @param {number} stream @param {number} at @param {number} length */
  add(stream, at, length) {
    const { partial, texts } = this;
    // slice() copies out of the shared memory, which browsers do not decode.
    const text = this.decoders[stream].decode(new Uint8Array(this.memory.buffer, at, length).slice(), { stream: true });
    if (this.sinks[stream].lines) {
      const [first, ...others] = text.split('\n');
      partial[stream] += first;
      for (const line of others) {
        texts.push(stream, partial[stream]);
        partial[stream] = line;
      }
    } else texts.push(stream, text);
  }

  /**
   * For the UI itself: prints what was written before, and then these bytes.
   * @param {number} stream @param {number} at @param {number} length
   */
  write(stream, at, length) {
    this.drain(Infinity);
    this.add(stream, at, length);
    this.drain(Infinity);
  }

  /** Somebody waits for input, or nothing more will come: prints the beginnings of lines, too. */
  flush() {
    this.drain(Infinity);
    this.partial.forEach((text, stream) => {
      if (text) this.print(stream, text);
    });
    this.partial = ['', ''];
  }

  /**
   * The host goes to sleep.
   * @param {{ goOn(): void }} host
   */
  settle(host) {
    if (this.timer) return;
    const bell = this.at + P.CONSOLE_BELL / 4;
    if (!this.lively) {
      // Then the look: whoever writes after this rings.
      Atomics.exchange(this.words, bell, P.BELL_ASLEEP);
      if (!this.isBefore(this.tail())) return;
    }
    this.lively = false;
    Atomics.store(this.words, bell, P.BELL_AWAKE);
    this.timer = setTimeout(() => {
      this.timer = 0;
      host.goOn();
    }, SOON);
  }

  /** Nothing more comes. */
  close() {
    this.flush();
    clearTimeout(this.timer);
  }
}
