// Values on their way from one context to another, cloned or moved: between the page and a JS worker by a port of their own,
// between two workers by way of the page. A ticket says which receive is to have them.
//
// A value travels alone, and its label in a message behind it: a value that cannot be read where it arrives, since that place has no such
// class, is an event without data, and the label tells whom to tell.

import * as P from './protocol.js';

/** Whose a value is; `failed`: why it could not be read on its way. @typedef {{ to: number, ticket: number, moves: boolean, failed?: string }} Label */
/** @typedef {{ resolve: (value: any) => void, reject: (error: unknown) => void }} Waits */

/** What can be moved. */
const KINDS = ['ArrayBuffer', 'MessagePort', 'ReadableStream', 'WritableStream', 'TransformStream', 'ImageBitmap', 'OffscreenCanvas',
  'VideoFrame', 'AudioData', 'RTCDataChannel', 'MediaSourceHandle'];

/** Objects inside objects that are looked at, at most. */
const DEEPEST = 64;

/** How many receives that were given up are remembered, for parcels that come after all. */
const GIVEN_UP = 1000;

/** The context of this global object. */
let here = P.CONTEXT_ID_UI;
/** @type {Map<number, MessagePort>}  on the page by context; on a worker the page's */
const ports = new Map();
/** Parcels for contexts of which the page has not heard yet. @type {Map<number, Waits[]>} */
const expected = new Map();
/** @type {Map<number, [label: Label, value: unknown]>}  by ticket */
const arrived = new Map();
/** @type {Map<number, Waits>}  by ticket */
const awaited = new Map();
/** @type {Set<number>}  tickets */
const givenUp = new Set();

/** What in a value can be moved. @param {any} value @param {number} depth @param {Set<any>} found @param {Set<any>} seen */
export function movable(value, depth = 0, found = new Set(), seen = new Set()) {
  if (value === null || typeof value !== 'object' || depth > DEEPEST || seen.has(value)) return found;
  seen.add(value);
  const kinds = /** @type {any} */ (globalThis);
  if (KINDS.some((kind) => typeof kinds[kind] === 'function' && value instanceof kinds[kind])) found.add(value);
  else if (ArrayBuffer.isView(value)) movable(value.buffer, depth + 1, found, seen);
  else if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) {
    for (const part of Object.values(value)) movable(part, depth + 1, found, seen);
  }
  return found;
}

/** @param {number} context @param {MessagePort} port */
export function connect(context, port) {
  ports.set(context, port);
  /** What came last, without its label. @type {unknown[]} */
  let value = [];
  let failed = false;
  port.onmessage = ({ data }) => {
    if (Array.isArray(data)) return void (value = data);
    const [one] = value;
    accept(failed ? { ...data, failed: 'the value cannot be read in the context that it was sent to' } : data, one);
    value = [];
    failed = false;
  };
  port.onmessageerror = () => void (failed = true);
  // Node: an open port is no reason to live on.
  /** @type {any} */ (port)['unref']?.();
  expected.get(context)?.forEach(({ resolve }) => resolve(port));
  expected.delete(context);
}

/** @param {number} context */
export function disconnect(context) {
  ports.get(context)?.close();
  ports.delete(context);
}

/** This global object is that context's. @param {number} context */
export function settleAt(context) {
  here = context;
}

/** @param {Label} label @param {unknown} value */
function accept(label, value) {
  // A context that has closed awaits nothing.
  if (label.to !== here) return void passOn(label, value);
  const { ticket } = label;
  if (givenUp.delete(ticket)) return;
  const wanted = awaited.get(ticket);
  awaited.delete(ticket);
  if (!wanted) arrived.set(ticket, [label, value]);
  else if (label.failed) wanted.reject(unreadable(label));
  else wanted.resolve(value);
}

/** On the page, between two workers. @param {Label} label @param {unknown} value */
async function passOn(label, value) {
  const port = await portTo(label.to);
  if (!label.failed) {
    try {
      return post(port, label, value);
    } catch (error) {
      label.failed = String(error);
    }
  }
  port.postMessage(label);
}

/** @param {Label} label */
const unreadable = ({ failed }) => new DOMException(failed, 'DataCloneError');

/**
 * The way to a context. A worker is heard of after it can be called: the page may have to wait for its port.
 * @param {number} to @returns {MessagePort | Promise<MessagePort>}
 */
function portTo(to) {
  const port = ports.get(here === P.CONTEXT_ID_UI ? to : P.CONTEXT_ID_UI);
  if (port) return port;
  return new Promise((resolve, reject) => {
    const wait = { resolve, reject };
    const all = expected.get(to);
    if (all) all.push(wait);
    else expected.set(to, [wait]);
  });
}

/** @param {MessagePort} port @param {Label} label @param {unknown} value */
function post(port, label, value) {
  port.postMessage([value], label.moves ? [...movable(value)] : []);
  port.postMessage(label);
}

/** @param {unknown} value @param {number} to @param {number} ticket @param {boolean} moves */
function send(value, to, ticket, moves) {
  /** @type {Label} */
  const label = { to, ticket, moves };
  if (to === here) return accept(label, structuredClone(value, { transfer: moves ? [...movable(value)] : [] }));
  const port = portTo(to);
  return port instanceof Promise ? port.then((port) => post(port, label, value)) : post(port, label, value);
}

/** @param {number} ticket @param {AbortSignal} signal */
const receive = (ticket, signal) => {
  const there = arrived.get(ticket);
  if (!there) {
    return new Promise((resolve, reject) => {
      awaited.set(ticket, { resolve, reject });
      signal.addEventListener('abort', () => {
        if (!awaited.delete(ticket)) return;
        if (givenUp.size >= GIVEN_UP) givenUp.delete(Number(givenUp.values().next().value));
        givenUp.add(ticket);
      });
    });
  }
  arrived.delete(ticket);
  const [label, value] = there;
  if (label.failed) throw unreadable(label);
  return value;
};

/** @returns {Record<string, import('./names.js').Operation>} */
export const channel = () => ({
  'deputy:send': ([value, to, ticket, moves]) => send(value, Number(to), Number(ticket), Boolean(moves)),
  'deputy:receive': ([ticket, signal]) => receive(Number(ticket), /** @type {AbortSignal} */ (signal)),
});
