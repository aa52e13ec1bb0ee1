// The body of a request that native code writes in pieces. Part of http.js.
//
// Where the platform sends a stream while it is written (Node; Chromium, over HTTP/2 and later), a piece is taken when there is room for
// it: that is the back-pressure. Elsewhere the pieces are collected, in the browser's memory or on its disk, as it likes, and go out
// when the last one is there.

import { DeputyError } from './error.js';
import { STATUS_CLOSED, STATUS_UNSUPPORTED } from './protocol.js';
import { Waits } from './waits.js';

/** Bytes that may wait for the network before a further piece waits for its room. */
const ROOM = 256 * 1024;

/** Whether fetch here reads a stream, or makes a text of it. */
function knowsStreams() {
  let asked = false;
  const init = {
    method: 'POST',
    body: new ReadableStream(),
    get 'duplex'() {
      asked = true;
      return 'half';
    },
  };
  try {
    return !new Request('http://localhost', init).headers.has('Content-Type') && asked;
  } catch {
    return false;
  }
}

/** Browsers stream to servers of HTTP/2 and later only, and what this one speaks they tell afterwards. @param {URL} url */
function speaksStreams({ origin, protocol }) {
  if (!globalThis.location) return true;
  if (protocol !== 'https:') return false;
  const hops = /** @type {PerformanceResourceTiming[]} */ (['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind)));
  return hops.some(({ name, nextHopProtocol }) => name.startsWith(`${origin}/`) && /^h[23]/.test(nextHopProtocol));
}

/** @param {string} way  "auto", "stream" or "collect" @param {URL} url */
export function canStream(way, url) {
  if (way === 'collect' || !knowsStreams()) {
    if (way === 'stream') throw new DeputyError(STATUS_UNSUPPORTED, 'this browser sends no streams; without the option "upload" the body is collected and then sent');
    return false;
  }
  return way === 'stream' || speaksStreams(url);
}

export class Upload {
  /** @param {{ body: import('./body.js').Body, fetch: (body: BodyInit) => Promise<void> }} exchange @param {boolean} streams */
  constructor(exchange, streams) {
    this.exchange = exchange;
    this.waits = new Waits();
    /** The platform has no use for more. */
    this.closed = false;
    /** Those that are collected. @type {Blob[]} */
    this.pieces = [];
    if (!streams) return;
    const stream = new ReadableStream({
      start: (controller) => void (this.controller = /** @type {ReadableStreamDefaultController<Uint8Array>} */ (controller)),
      pull: () => this.wake(),
      cancel: () => this.close(),
    }, { highWaterMark: ROOM, size: (/** @type {Uint8Array} */ piece) => piece.byteLength });
    /** The headers of the response, which may come early. @type {Promise<void> | undefined} */
    this.headers = exchange.fetch(stream);
    // Who asks for the headers is told; if nobody does, nobody wants to know.
    this.headers.catch(() => this.close());
  }

  wake() {
    this.waits.wake();
  }

  close() {
    this.closed = true;
    this.wake();
  }

  check() {
    const { failure } = this.exchange.body;
    if (failure) throw failure;
    if (this.closed) throw new DeputyError(STATUS_CLOSED, 'the rest of the body is not wanted; deputy_http_upload_end() tells why');
  }

  /** Takes all of a piece, or nothing in that time. @param {Uint8Array<ArrayBuffer>} piece @param {number} ms */
  write(piece, ms) {
    return this.waits.until(() => {
      this.check();
      if (this.controller) {
        if (Number(this.controller.desiredSize) <= 0) return undefined;
        this.controller.enqueue(piece);
      } else {
        this.pieces.push(new Blob([piece]));
      }
      return true;
    }, ms, 'what was written before has not gone out');
  }

  /** There is no more. @returns {Promise<void>}  the headers */
  finish() {
    // Where it has closed, by a failure or an early answer, that is what the headers tell.
    if (!this.closed) this.controller?.close();
    this.closed = true;
    this.headers ??= this.exchange.fetch(new Blob(this.pieces));
    this.pieces = [];
    return this.headers;
  }
}
