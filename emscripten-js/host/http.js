// HTTP for native threads: functions of the runtime's own around fetch, and what becomes of a response's body. Only programs have it
// that refer to deputy_js_http_. The native half is rust-core/src/ffi/http.rs.

import { DeputyError } from './error.js';
import { STATUS_CANCELLED, STATUS_CLOSED, STATUS_INVALID_ARGUMENT, STATUS_TIMED_OUT, STATUS_WRONG_TYPE } from './protocol.js';

/** Those whose body has not come to its end. @type {Set<Response>} */
const open = new Set();

/** Native code has a handle of it: what has come of the body and is not read yet, and who waits for more. */
class Response {
  /** @param {globalThis.Response} response @param {AbortController} controller @param {Request} request */
  constructor(response, controller, request) {
    this.response = response;
    this.controller = controller;
    // Node's fetch hears of an abort through the request, and holds it weakly: once that is collected, nothing ends the response.
    this.request = request;
    this.reader = response.body?.getReader();
    this.ended = !this.reader;
    if (!this.ended) open.add(this);
    /** A chunk, or what is left of it. @type {Uint8Array} */
    this.rest = new Uint8Array(0);
    /** A chunk was asked for. There is never more than one: that is the back-pressure. */
    this.asked = false;
    /** @type {DeputyError | null}  every later read fails with it, too */
    this.failure = null;
    /** Ends the read that waits. */
    this.wake = () => {};
  }

  /** Status, reason, address, then the headers; a line each. */
  head() {
    const { status, statusText, url, headers } = this.response;
    return [status, statusText, url, ...[...headers].map(([name, value]) => `${name}:${value}`)].join('\n');
  }

  ask() {
    if (this.asked || this.ended || this.failure) return;
    this.asked = true;
    /** @type {ReadableStreamDefaultReader<Uint8Array>} */ (this.reader).read().then(({ done, value }) => {
      this.asked = false;
      if (done) {
        this.ended = true;
        open.delete(this);
      } else {
        this.rest = value;
      }
      // An empty chunk tells nothing.
      if (!done && value.length === 0) this.ask();
      else this.wake();
    }, (error) => this.fail(STATUS_CLOSED, `the connection broke before the end of the body: ${error}`));
  }

  /** The first reason counts. @param {number} status @param {string} why */
  fail(status, why) {
    open.delete(this);
    this.failure ??= new DeputyError(status, why);
    this.rest = new Uint8Array(0);
    this.wake();
  }

  /** Ends the request, whatever it is at. */
  abort() {
    if (!this.ended || this.rest.length > 0) this.fail(STATUS_CANCELLED, 'the request was aborted');
    this.controller.abort();
  }

  /**
   * What there is, 0 at the end; undefined if there is nothing yet.
   * @param {Uint8Array} into
   */
  take(into) {
    if (this.failure) throw this.failure;
    if (this.rest.length === 0) return this.ended ? 0 : undefined;
    const count = Math.min(into.length, this.rest.length);
    into.set(this.rest.subarray(0, count));
    this.rest = this.rest.subarray(count);
    // The next chunk may come while native code works at this one.
    if (this.rest.length === 0) this.ask();
    return count;
  }

  /**
   * Reads into the program's memory, which stays the caller's until this settles: so it always does, by time or by abort().
   * A read whose time is up loses nothing: the chunk that was asked for is the next one's.
   * @param {Uint8Array} into @param {number} ms  0 waits without limit
   */
  read(into, ms) {
    const count = this.take(into);
    if (count !== undefined) return count;
    return new Promise((resolve, reject) => {
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer;
      const end = (/** @type {() => void} */ how) => {
        clearTimeout(timer);
        this.wake = () => {};
        how();
      };
      this.wake = () => end(() => {
        try {
          resolve(this.take(into));
        } catch (error) {
          reject(error);
        }
      });
      if (ms > 0) timer = setTimeout(() => end(() => reject(new DeputyError(STATUS_TIMED_OUT, `no byte of the body within ${ms} ms`))), ms);
      this.ask();
    });
  }
}

/** @param {unknown} value */
function response(value) {
  if (value instanceof Response) return value;
  throw new DeputyError(STATUS_WRONG_TYPE, 'the first argument is no response of deputy_http_send()');
}

/** The names and values that stand in turn in a text. @param {unknown} text @returns {[string, string][]} */
function pairs(text) {
  const words = text ? String(text).split('\0') : [];
  return Array.from({ length: words.length / 2 }, (_, i) => [words[2 * i], words[2 * i + 1]]);
}

/** @param {unknown[]} args  method, address, headers, options, body, signal of the call */
async function send([method, url, headers, options, body, signal]) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const of = /** @type {AbortSignal} */ (signal);
  of.addEventListener('abort', stop);
  let request;
  try {
    // What is wrong with a request is told apart from a network that fails.
    request = new Request(new URL(String(url), globalThis.location?.href), {
      method: String(method),
      headers: pairs(headers),
      ...Object.fromEntries(pairs(options)),
      ...(body === null ? {} : { body: /** @type {BodyInit} */ (body) }),
      signal: controller.signal,
    });
  } catch (error) {
    throw new DeputyError(STATUS_INVALID_ARGUMENT, `${method} ${url} cannot be requested: ${error}`);
  }
  try {
    return new Response(await fetch(request), controller, request);
  } finally {
    of.removeEventListener('abort', stop);
  }
}

/** @type {Record<string, import('./names.js').Operation>} */
const operations = {
  'deputy:http_send': send,
  'deputy:http_head': ([of]) => response(of).head(),
  'deputy:http_read': ([of, into, ms]) => response(of).read(/** @type {Uint8Array} */ (into), Number(ms)),
  'deputy:http_abort': ([of]) => response(of).abort(),
};

/** @type {import('./names.js').Operations} */
export function http(_, objects) {
  objects.ends.push(() => open.forEach(({ controller }) => controller.abort()));
  return operations;
}
