// Standard input: what the page, or Node, has supplied and the program has not read. c-shim/terminal.c does the waiting.

import { say } from './say.js';

/** @typedef {string | Uint8Array} Text */

export class Input {
  /**
   * @param {any} given  the option: all the text there is; a function that gives more of it, or null at the end; a stream or what can be
   *   iterated; or nothing
   * @param {() => void} news  something has come, or nothing will
   * @throws {TypeError} it is something else
   */
  constructor(given, news) {
    this.news = news;
    /** @type {Uint8Array[]} */
    this.pieces = [];
    this.over = false;
    /** More was asked for and has not come. */
    this.asked = false;
    /** Asks for more: `write()` or `end()` is the answer. @type {() => void} */
    this.ask = () => {};
    /** The program has ended. */
    this.close = () => {};
    if (typeof given === 'string' || given instanceof Uint8Array) {
      this.write(given);
      this.end();
    } else if (given !== undefined) {
      const source = given.getReader?.() ?? given[Symbol.asyncIterator]?.();
      const more = source ? async () => (source.read ? source.read() : source.next()).then((/** @type {any} */ { done, value }) => (done ? null : value)) : given;
      if (typeof more !== 'function') throw new TypeError('expected a text, a Uint8Array, a function or a stream');
      this.ask = async () => {
        try {
          const text = await more();
          if (text == null) this.end();
          else this.write(text);
        } catch (error) {
          console.error(say`deputy: what gives standard input failed:`, error);
          this.end();
        }
      };
    }
  }

  /** @param {Text} text  a copy is kept */
  write(text) {
    if (this.over) throw new Error('standard input has ended');
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : Uint8Array.prototype.slice.call(text);
    if (bytes.length > 0) this.pieces.push(bytes);
    this.asked = false;
    this.news();
  }

  end() {
    this.over = true;
    this.news();
  }

  /** Whether a read would not wait. */
  isReady() {
    return this.over || this.pieces.length > 0;
  }

  /** The program waits. */
  want() {
    if (this.asked || this.isReady()) return;
    this.asked = true;
    this.ask();
  }

  /**
   * Reads what is there, up to the end of a line. 0 is the end; -1: it would have to wait.
   * @param {Uint8Array | Int8Array} to @param {number} at @param {number} room
   */
  read(to, at, room) {
    const piece = this.pieces[0];
    if (!piece) return this.over ? 0 : -1;
    const length = Math.min(room, piece.indexOf(10) + 1 || piece.length);
    to.set(piece.subarray(0, length), at);
    if (length < piece.length) this.pieces[0] = piece.subarray(length);
    else this.pieces.shift();
    return length;
  }
}
