// Values on their way from one context to another, cloned or moved: between the page and a JS worker by a port of their own,
// between two workers by way of the page. A ticket says which receive is to have them.

import { DeputyError } from './error.js';
import * as P from './protocol.js';

/** @typedef {{ to: number, ticket: number, moves: boolean, value: unknown }} Parcel */

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
/** @type {Map<number, unknown>}  by ticket */
const arrived = new Map();
/** @type {Map<number, (value: unknown) => void>}  by ticket */
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
  port.onmessage = ({ data }) => accept(data);
  // Node: an open port is no reason to live on.
  /** @type {any} */ (port).unref?.();
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

/** @param {Parcel} parcel */
function accept(parcel) {
  // A context that has closed awaits nothing.
  if (parcel.to !== here) return ports.get(parcel.to)?.postMessage(parcel, parcel.moves ? [...movable(parcel.value)] : []);
  const { ticket, value } = parcel;
  if (givenUp.delete(ticket)) return;
  const wanted = awaited.get(ticket);
  awaited.delete(ticket);
  if (wanted) wanted(value);
  else arrived.set(ticket, value);
}

/** @param {unknown} value @param {number} to @param {number} ticket @param {boolean} moves */
function send(value, to, ticket, moves) {
  const list = moves ? [...movable(value)] : [];
  if (to === here) return accept({ to, ticket, moves, value: structuredClone(value, { transfer: list }) });
  const port = ports.get(here === P.CONTEXT_ID_UI ? to : P.CONTEXT_ID_UI);
  if (!port) throw new DeputyError(P.STATUS_CLOSED, `context ${to} has closed, or its Worker has not come up`);
  port.postMessage({ to, ticket, moves, value }, list);
}

/** @param {number} ticket @param {AbortSignal} signal */
const receive = (ticket, signal) => {
  if (!arrived.has(ticket)) {
    return new Promise((resolve) => {
      awaited.set(ticket, resolve);
      signal.addEventListener('abort', () => {
        if (!awaited.delete(ticket)) return;
        if (givenUp.size >= GIVEN_UP) givenUp.delete(Number(givenUp.values().next().value));
        givenUp.add(ticket);
      });
    });
  }
  const value = arrived.get(ticket);
  arrived.delete(ticket);
  return value;
};

/** @returns {Record<string, import('./names.js').Operation>} */
export const channel = () => ({
  'deputy:send': ([value, to, ticket, moves]) => send(value, Number(to), Number(ticket), Boolean(moves)),
  'deputy:receive': ([ticket, signal]) => receive(Number(ticket), /** @type {AbortSignal} */ (signal)),
});
