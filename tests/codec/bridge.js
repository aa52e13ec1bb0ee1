// The host's side of the codec's tests. What the host ships is imported from where it lies, not from a copy.

// The test runner is started in the checkout; in a browser it serves that.
const root = typeof process === 'object' ? `file://${process.cwd()}/` : `${location.origin}/`;
const host = new URL('emscripten-js/host/', root).href;
const [{ encodeBlock }, { encodeResult, decodeArguments }, { Memory }, P] =
  await Promise.all(['arguments', 'value', 'memory', 'protocol'].map((name) => import(`${host}${name}.js`)));

/** @param {string} file */
async function read(file) {
  const url = new URL(file, root);
  if (url.protocol !== 'file:') return (await fetch(url)).text();
  const { readFile } = await import('node:fs/promises');
  return readFile(url, 'utf8');
}

/** Values as native code sees them. @type {{js: string, native: string, only?: 'to native' | 'to JavaScript'}[]} */
const scalars = JSON.parse(await read('tests/vectors/scalars.json'));
/** Values of every kind as blocks of bytes. @type {{js: string, native: string, only?: undefined}[]} */
const trees = (await read('tests/vectors/values.txt')).trimEnd().split('\n').map((line) => {
  const [native = ''] = line.split(' ', 1);
  return { native, js: line.slice(native.length + 1) };
});
const vectors = [...scalars, ...trees];
const values = vectors.map(({ js }) => new Function(`return (${js})`)());

/** Where those of the other file begin. */
export const firstTree = () => scalars.length;
/** How many vectors there are. */
export const count = () => vectors.length;
/** What native code sees of a vector. @param {number} i */
export const native = (i) => vectors[i].native;
/** @param {number} i */
export const crossesToNative = (i) => vectors[i].only !== 'to JavaScript';
/** @param {number} i */
export const crossesToJs = (i) => vectors[i].only !== 'to native';

/**
 * Encodes vectors as the arguments of an export call. What does not fit the frame is returned.
 * @param {{buffer: ArrayBuffer}} memory @param {number} frame @param {Uint32Array} indices @param {string} name
 */
export function encode(memory, frame, indices, name) {
  return encodeBlock(new Memory(memory), frame >>> 0, Array.from(indices, (i) => values[i]), name) ?? undefined;
}

/**
 * Encodes a vector as the result of a call. What does not fit is returned.
 * @param {{buffer: ArrayBuffer}} memory @param {number} frame @param {number} i
 */
export const encodeOutcome = (memory, frame, i) => encodeResult(new Memory(memory), frame >>> 0, values[i]) ?? undefined;

/**
 * Whether two values are the same, of the same kind, in all their parts.
 * @param {any} a @param {any} b @returns {boolean}
 */
function same(a, b) {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Date) return Object.is(a.getTime(), b.getTime());
  const keys = Object.keys(a);
  return a.length === b.length && keys.join() === Object.keys(b).join() && keys.every((key) => same(a[key], b[key]));
}

/**
 * Decodes the arguments of a call; says what is wrong with them, or nothing.
 * @param {{buffer: ArrayBuffer}} memory @param {number} at @param {Uint32Array} indices the vectors that are expected
 */
export function decode(memory, at, indices) {
  const got = decodeArguments(new Memory(memory), at >>> 0, indices.length);
  for (const [position, i] of indices.entries()) {
    if (!same(got[position], values[i])) return `argument ${position + 1} is ${String(got[position])}, expected ${vectors[i].js}`;
  }
  return got.length === indices.length ? '' : `${got.length} arguments instead of ${indices.length}`;
}

/**
 * Decodes whatever values native code found good; says what is wrong with them, or nothing.
 * @param {{buffer: ArrayBuffer}} memory @param {number} at @param {number} count
 */
export function decodeAny(memory, at, count) {
  const handle = () => ({});
  try {
    decodeArguments(new Memory(memory), at >>> 0, count, { promise: handle, objects: { get: handle, known() {} }, callbacks: { of: handle } });
    return '';
  } catch (error) {
    // A string that damage made JSON; its text is nobody's but the host's to judge.
    return String(error).includes('is no JSON text') ? '' : String(error);
  }
}

/** A constant of the protocol. @param {string} name */
export const constant = (name) => P[name];
