// HTTP for native threads: functions of the runtime's own around fetch. Only programs have it that refer to deputy_js_http_. The native
// half is rust-core/src/ffi/http.rs.
//
// One request is an Exchange, from before it is sent until its body has been read: native code has handles of it, and whoever gives it
// up, by letting go of the last one, by cancelling the call that waits for the headers, by abort, ends the fetch.

import { Body } from './body.js';
import { DeputyError } from './error.js';
import { STATUS_CANCELLED, STATUS_INVALID_ARGUMENT, STATUS_TIMED_OUT, STATUS_WRONG_TYPE } from './protocol.js';
import { canStream, Upload } from './upload.js';

/** What of the arguments of a request they all have: method, address, headers, options, milliseconds for all of it. */
const COMMON = 5;

class Exchange {
  /** @param {Map<object, () => void>} ends  of the host's objects @param {unknown[]} args */
  constructor(ends, [method, address, headers, options, total]) {
    this.ends = ends;
    this.controller = new AbortController();
    this.what = `${method} ${address}`;
    const { 'upload': way = 'auto', ...others } = Object.fromEntries(pairs(options));
    /** How an upload is to go. */
    this.way = way;
    /** @type {RequestInit} */
    this.init = { method: String(method), headers: pairs(headers), ...others, signal: this.controller.signal };
    this.checked(() => {
      this.url = new URL(String(address), globalThis.location?.href);
      if (!['auto', 'stream', 'collect'].includes(this.way)) throw new RangeError(`upload is "auto", "stream" or "collect", not "${this.way}"`);
    });
    this.body = new Body(() => this.over());
    /** @type {Upload | null} */
    this.upload = null;
    ends.set(this, () => this.fail(STATUS_CANCELLED, 'nobody needs it any more'));
    if (Number(total) > 0) this.timer = setTimeout(() => this.fail(STATUS_TIMED_OUT, `${this.what} has taken more than ${total} ms`), Number(total));
  }

  /**
   * What is wrong with a request is told apart from a network that fails.
   * @template T @param {() => T} make
   */
  checked(make) {
    try {
      return make();
    } catch (error) {
      this.over();
      throw error instanceof DeputyError ? error : new DeputyError(STATUS_INVALID_ARGUMENT, `${this.what} cannot be requested: ${error}`);
    }
  }

  /** Sends it and waits for the headers. @param {BodyInit | null} body */
  async fetch(body) {
    try {
      // Node's fetch hears of an abort through the request, and holds it weakly: once that is collected, nothing ends the response.
      this.request = this.checked(() => new Request(/** @type {URL} */ (this.url), { ...this.init, ...(body === null ? {} : { body }), ...(body instanceof ReadableStream ? { 'duplex': 'half' } : {}) }));
      this.response = await fetch(this.request);
      this.body.read(this.response.body);
    } catch (error) {
      this.over();
      throw this.body.failure ?? error;
    }
  }

  /**
   * Waits for the headers, on behalf of a call: who gives that up, now or in the moment in which they come, gives up the request.
   * @param {Promise<void>} headers @param {unknown} signal  of the call
   * @returns {Promise<[Exchange, string]>}  for native code
   */
  async answer(headers, signal) {
    const of = /** @type {AbortSignal} */ (signal);
    const stop = () => this.fail(STATUS_CANCELLED, 'nobody waits for it any more');
    if (of.aborted) stop();
    of.addEventListener('abort', stop);
    await headers;
    return [this, this.head()];
  }

  /** Status, reason, address, then the headers; a line each. */
  head() {
    const { status, statusText, url, headers } = /** @type {Response} */ (this.response);
    return [status, statusText, url, ...[...headers].map(([name, value]) => `${name}:${value}`)].join('\n');
  }

  /** Ends it, whatever it is at. The first reason counts. @param {number} status @param {string} why */
  fail(status, why) {
    this.body.fail(new DeputyError(status, why));
    this.upload?.wake();
    this.controller.abort();
    this.over();
  }

  /** Nothing is under way any more. */
  over() {
    clearTimeout(this.timer);
    this.ends.delete(this);
  }
}

/** @param {unknown} value */
function exchange(value) {
  if (value instanceof Exchange) return value;
  throw new DeputyError(STATUS_WRONG_TYPE, 'the first argument is no request of deputy_http_*()');
}

/** @param {unknown} value */
function upload(value) {
  const of = exchange(value).upload;
  if (of) return of;
  throw new DeputyError(STATUS_WRONG_TYPE, 'the first argument is no upload of deputy_http_upload_begin()');
}

/** The names and values that stand in turn in a text. @param {unknown} text @returns {[string, string][]} */
function pairs(text) {
  const words = text ? String(text).split('\0') : [];
  return Array.from({ length: words.length / 2 }, (_, i) => [words[2 * i], words[2 * i + 1]]);
}

/** @type {import('./names.js').Operations} */
export const http = (_, { ends }) => ({
  'deputy:http_send'(args) {
    const made = new Exchange(ends, args);
    return made.answer(made.fetch(/** @type {BodyInit | null} */ (args[COMMON])), args[COMMON + 1]);
  },
  'deputy:http_upload'(args) {
    const made = new Exchange(ends, args);
    const streams = made.checked(() => canStream(made.way, /** @type {URL} */ (made.url)));
    // Wrong headers are told now, not at the end.
    made.checked(() => new Request(/** @type {URL} */ (made.url), { ...made.init, body: '' }));
    made.upload = new Upload(made, streams);
    return made;
  },
  'deputy:http_write': ([of, piece, ms]) => upload(of).write(/** @type {Uint8Array<ArrayBuffer>} */ (piece), Number(ms)),
  'deputy:http_finish': ([of, signal]) => exchange(of).answer(upload(of).finish(), signal),
  'deputy:http_read': ([of, into, ms]) => exchange(of).body.into(/** @type {Uint8Array} */ (into), Number(ms)),
  'deputy:http_bytes': ([of, most, ms, signal]) => exchange(of).body.bytes(Number(most), Number(ms), /** @type {AbortSignal} */ (signal)),
  'deputy:http_abort': ([of]) => exchange(of).fail(STATUS_CANCELLED, 'the request was aborted'),
});
