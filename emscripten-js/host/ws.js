// WebSockets for native threads: functions of the runtime's own around the browser's, which keep what came until somebody asks. Only
// programs have it that refer to deputy_js_ws_. The native half is rust-core/src/ffi/ws.rs.

import { copy } from './copy.js';
import { DeputyError } from './error.js';
import { STATUS_CANCELLED, STATUS_CLOSED, STATUS_INVALID_ARGUMENT, STATUS_WRONG_TYPE, WS_MORE, WS_TEXT } from './protocol.js';
import { Waits } from './waits.js';

/** Bytes that the browser may have to send before a further message waits. */
const BUFFERED = 1 << 20;
/** Milliseconds between two looks whether it still has: there is no event. */
const LOOK = 4;

/** Native code has a handle of it. */
class Socket {
  /** @param {Map<object, () => void>} ends  of the host's objects @param {WebSocket} socket */
  constructor(ends, socket) {
    this.socket = socket;
    /** What came and nobody has asked for: bytes, and whether they are text. @type {[Uint8Array, boolean][]} */
    this.messages = [];
    /** How it ended: code, reason, whether by handshake. @type {[number, string, boolean] | null} */
    this.end = null;
    this.opened = false;
    this.aborted = false;
    /** Why a message that nobody waited for could not be sent: whoever comes next is told. @type {{ thrown: unknown } | null} */
    this.failed = null;
    this.waits = new Waits();
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => {
      if (this.aborted) return;
      const text = typeof data === 'string';
      this.messages.push([text ? new TextEncoder().encode(data) : new Uint8Array(data), text]);
      this.waits.wake();
    };
    socket.onclose = ({ code, reason, wasClean }) => {
      this.end = [code, reason, wasClean];
      ends.delete(this);
      this.waits.wake();
    };
    // Whoever gives it up, by letting go of the last handle, too, closes it.
    ends.set(this, () => this.abort());
  }

  check() {
    if (this.aborted) throw new DeputyError(STATUS_CANCELLED, 'the connection was aborted');
    if (this.failed && this.messages.length === 0) throw this.failed.thrown;
  }

  /**
   * Writes messages that have come into the program's memory, at least one: each behind a word that has its length and flags, aligned. One that is
   * larger comes in parts. Gives how many bytes that were; 0 when it has closed and all were given.
   * @param {Uint8Array} into @param {number} ms
   */
  receive(into, ms) {
    return this.waits.until(() => {
      this.check();
      if (this.messages.length === 0) return this.end ? 0 : undefined;
      const words = new DataView(into.buffer, into.byteOffset, into.length);
      let at = 0;
      let count = 0;
      for (const [bytes, text] of this.messages) {
        const room = into.length - at - 4;
        const rest = bytes.length > room;
        if (rest && count > 0) break;
        const part = rest ? bytes.subarray(0, room) : bytes;
        words.setUint32(at, part.length | (text ? WS_TEXT : 0) | (rest ? WS_MORE : 0), true);
        copy(into, part, at + 4);
        at += (4 + part.length + 3) & ~3;
        if (rest) this.messages[0] = [bytes.subarray(room), text];
        else count++;
        if (at + 4 > into.length) break;
      }
      this.messages.splice(0, count);
      return Math.min(at, into.length);
    }, ms, 'no message', { soon: true });
  }

  /** @param {string | Uint8Array<ArrayBuffer>} data @param {number} ms */
  send(data, ms) {
    return this.waits.until(() => {
      this.check();
      if (this.end || this.socket.readyState !== WebSocket.OPEN) throw new DeputyError(STATUS_CLOSED, `the connection ${this.end ? 'has closed' : 'is being closed'}`);
      if (this.socket.bufferedAmount > BUFFERED) return undefined;
      this.socket.send(data);
      return true;
    }, ms, 'what was sent before has not gone out', { every: LOOK });
  }

  /** The same for messages that are not waited for. What becomes of one that comes too late, later calls tell. @param {string | Uint8Array<ArrayBuffer>} data */
  post(data) {
    try {
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send(data);
    } catch (thrown) {
      this.failed ??= { thrown };
      this.waits.wake();
    }
  }

  /** Says goodbye, and waits for the other side's. @param {number} code @param {string} reason @param {number} ms */
  close(code, reason, ms) {
    try {
      if (code === 0) this.socket.close();
      else this.socket.close(code, reason);
    } catch (error) {
      throw new DeputyError(STATUS_INVALID_ARGUMENT, `${code} "${reason}" cannot be sent: ${error}`);
    }
    return this.waits.until(() => (this.check(), this.end ?? undefined), ms, 'the other side has not closed');
  }

  /** Nobody is interested any more. */
  abort() {
    this.aborted = true;
    this.messages.length = 0;
    this.socket.close();
    this.waits.wake();
  }
}

/** @param {unknown} value */
function socket(value) {
  if (value instanceof Socket) return value;
  throw new DeputyError(STATUS_WRONG_TYPE, 'the first argument is no connection of deputy_ws_open()');
}

/** @param {Map<object, () => void>} ends @param {unknown[]} args  address, protocols, signal of the call */
async function connect(ends, [address, protocols, signal]) {
  const asked = String(protocols ?? '').split(/[ ,]+/).filter(Boolean);
  /** @type {WebSocket} */
  let made;
  try {
    made = new WebSocket(new URL(String(address), globalThis.location?.href).href.replace(/^http/, 'ws'), asked);
  } catch (error) {
    throw new DeputyError(STATUS_INVALID_ARGUMENT, `${address} cannot be connected to: ${error}`);
  }
  const of = new Socket(ends, made);
  // Stays: who gives up in the moment in which there is a connection gives that up, too.
  /** @type {AbortSignal} */ (signal).addEventListener('abort', () => of.abort());
  made.onopen = () => {
    of.opened = true;
    of.waits.wake();
  };
  await of.waits.until(() => {
    if (of.opened) return true;
    // The platform does not tell why: a page must not learn what else there is on a network.
    if (of.end) throw new DeputyError(STATUS_CLOSED, `${address}: no connection (${of.end[0]} ${of.end[1]})`);
    return undefined;
  }, 0, '');
  return of;
}

/** @type {import('./names.js').Operations} */
export const ws = (_, { ends }) => ({
  'deputy:ws_open': (args) => connect(ends, args),
  'deputy:ws_protocol': ([of]) => socket(of).socket.protocol,
  // In Node an echo takes longer if its message was posted (bench ws_echo: 1.5 against 1.1 to 1.3 of plain JavaScript); in browsers less long.
  'deputy:ws_posts': () => !(/** @type {any} */ (globalThis).process?.versions?.node),
  'deputy:ws_receive': ([of, into, ms]) => socket(of).receive(/** @type {Uint8Array} */ (into), Number(ms)),
  'deputy:ws_send': ([of, data, ms]) => socket(of).send(/** @type {string | Uint8Array<ArrayBuffer>} */ (data), Number(ms)),
  'deputy:ws_post': ([of, data]) => socket(of).post(/** @type {string | Uint8Array<ArrayBuffer>} */ (data)),
  'deputy:ws_close': ([of, code, reason, ms]) => socket(of).close(Number(code), String(reason), Number(ms)),
  'deputy:ws_abort': ([of]) => socket(of).abort(),
});
