// The services of the platform's that are made to fail: where they are found, what they do instead. A point is a function of theirs.
import { replaceWorker } from './start.mjs';

/** @typedef {'throw' | 'reject'} ServiceFault */
/** @type {ServiceFault[]} */
export const SERVICE_FAULTS = ['throw', 'reject'];
/** @typedef {{ name: string, faults: ServiceFault[], browser?: boolean }} Service */

/** @type {Service[]} */
export const SERVICES = [
  { name: 'Request', faults: ['throw'] },
  { name: 'fetch', faults: ['throw', 'reject'] },
  { name: 'ReadableStream.getReader', faults: ['throw'] },
  { name: 'ReadableStreamDefaultReader.read', faults: ['reject'] },
  { name: 'WebSocket', faults: ['throw'] },
  { name: 'WebSocket.send', faults: ['throw'] },
  { name: 'WebSocket.close', faults: ['throw'] },
  { name: 'crypto.subtle.digest', faults: ['throw', 'reject'] },
  { name: 'crypto.subtle.importKey', faults: ['throw', 'reject'] },
  { name: 'crypto.subtle.sign', faults: ['throw', 'reject'] },
  { name: 'indexedDB.open', faults: ['throw', 'reject'], browser: true },
  { name: 'IDBDatabase.transaction', faults: ['throw'], browser: true },
  { name: 'IDBObjectStore.getAll', faults: ['throw', 'reject'], browser: true },
  { name: 'IDBObjectStore.put', faults: ['throw', 'reject'], browser: true },
  { name: 'importModule', faults: ['throw', 'reject'] },
  { name: 'Worker', faults: ['throw', 'reject'] },
];

const failure = () => new TypeError('on purpose');

/** A request of a database's that fails, a little later. */
function failedRequest() {
  const request = { error: new DOMException('on purpose', 'UnknownError'), onerror: () => {}, onsuccess() {} };
  setTimeout(() => request.onerror());
  return request;
}

export class Services {
  /** @param {boolean} browser */
  constructor(browser) {
    this.browser = browser;
    /** By point. @type {number[]} */
    this.passes = SERVICES.map(() => 0);
    this.armed = { point: -1, nth: 0, fault: 0 };
    /** What has happened where. @type {Set<string>} */
    this.reached = new Set();
    this.install();
  }

  /** A function of that name is called. @param {string} name @returns {ServiceFault | undefined} */
  pass(name) {
    const point = SERVICES.findIndex((service) => service.name === name);
    this.passes[point]++;
    const { armed } = this;
    if (armed.point !== point || --armed.nth !== 0) return undefined;
    armed.point = -1;
    this.reached.add(`${SERVICE_FAULTS[armed.fault]} at ${name}`);
    return SERVICE_FAULTS[armed.fault];
  }

  /** @param {any} object @param {string} method @param {string} name @param {(() => unknown) | undefined} rejected  what a call gives that fails later */
  guard(object, method, name, rejected = () => Promise.reject(failure())) {
    const real = object?.[method];
    if (!real) return;
    const { pass } = this;
    const services = this;
    object[method] = function (/** @type {unknown[]} */ ...args) {
      const fault = pass.call(services, name);
      if (fault === 'throw') throw failure();
      return fault === 'reject' ? rejected() : real.apply(this, args);
    };
  }

  /** @param {string} name */
  guardClass(name) {
    /** @type {any} */
    const globals = globalThis;
    globals[name] = new Proxy(globals[name], {
      construct: (target, args, of) => {
        if (this.pass(name) === 'throw') throw failure();
        return Reflect.construct(target, args, of === globals[name] ? target : of);
      },
    });
  }

  install() {
    this.guardClass('Request');
    this.guard(globalThis, 'fetch', 'fetch');
    this.guard(ReadableStream.prototype, 'getReader', 'ReadableStream.getReader');
    this.guard(ReadableStreamDefaultReader.prototype, 'read', 'ReadableStreamDefaultReader.read');
    this.guardClass('WebSocket');
    this.guard(WebSocket.prototype, 'send', 'WebSocket.send');
    this.guard(WebSocket.prototype, 'close', 'WebSocket.close');
    for (const method of ['digest', 'importKey', 'sign']) this.guard(Object.getPrototypeOf(crypto.subtle), method, `crypto.subtle.${method}`);
    if (this.browser) {
      this.guard(IDBFactory.prototype, 'open', 'indexedDB.open', failedRequest);
      this.guard(IDBDatabase.prototype, 'transaction', 'IDBDatabase.transaction');
      this.guard(IDBObjectStore.prototype, 'getAll', 'IDBObjectStore.getAll', failedRequest);
      const services = this;
      const { put } = IDBObjectStore.prototype;
      // A request that fails has its transaction aborted.
      IDBObjectStore.prototype.put = function (...args) {
        const fault = services.pass('IDBObjectStore.put');
        if (fault === 'throw') throw failure();
        const request = put.apply(this, args);
        if (fault === 'reject') this.transaction.abort();
        return request;
      };
    }
    // Its script is not there, for as long as one thread tries.
    let missing = 0;
    replaceWorker((Real) => {
      const services = this;
      return class extends Real {
        /** @param {any} url @param {any} options */
        constructor(url, options) {
          const fault = services.pass('Worker');
          if (fault === 'throw') throw failure();
          if (fault === 'reject') missing = 2;
          super(missing-- > 0 ? new URL('missing.mjs', url) : url, options);
        }
      };
    });
  }

  /** Functions for the program. */
  imports() {
    return {
      forget: () => void this.passes.fill(0),
      plan: () => Int32Array.from(SERVICES.flatMap(({ faults }, point) => faults.flatMap((fault) =>
        Array.from({ length: Math.min(this.passes[point], 3) }, (_, i) => [point, i + 1, SERVICE_FAULTS.indexOf(fault)])).flat())),
      arm: (/** @type {number} */ point, /** @type {number} */ nth, /** @type {number} */ fault) => void (this.armed = { point, nth, fault }),
      disarm: () => void (this.armed.point = -1),
      failed: (/** @type {string} */ piece) => console.error(`... ${piece}: ${[...this.reached].at(-1)}`),
    };
  }
}
