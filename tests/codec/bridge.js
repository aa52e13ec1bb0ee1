// The host's side of the codec's tests. What the host ships is imported from where it lies, not from a copy.

// The test runner is started in the checkout; in a browser it serves that.
const root = typeof process === 'object' ? `file://${process.cwd()}/` : `${location.origin}/`;
const host = new URL('emscripten-js/host/', root).href;
const [{ encodeBlock, decodeArguments }, { Memory }, P] = await Promise.all(['value', 'memory', 'protocol'].map((name) => import(`${host}${name}.js`)));

/** @type {{js: string, native: string, only?: 'to native' | 'to JavaScript'}[]} */
const vectors = await readJson(new URL('tests/vectors/values.json', root));
const values = vectors.map(({ js }) => new Function(`return (${js})`)());

/** @param {URL} url */
async function readJson(url) {
  if (url.protocol !== 'file:') return (await fetch(url)).json();
  const { readFile } = await import('node:fs/promises');
  return JSON.parse(await readFile(url, 'utf8'));
}

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
 * Decodes the arguments of a call; says what is wrong with them, or nothing.
 * @param {{buffer: ArrayBuffer}} memory @param {number} at @param {Uint32Array} indices the vectors that are expected
 */
export function decode(memory, at, indices) {
  const got = decodeArguments(new Memory(memory), at >>> 0, indices.length);
  for (const [position, i] of indices.entries()) {
    if (!Object.is(got[position], values[i])) return `argument ${position + 1} is ${String(got[position])}, expected ${vectors[i].js}`;
  }
  return got.length === indices.length ? '' : `${got.length} arguments instead of ${indices.length}`;
}

/** A constant of the protocol. @param {string} name */
export const constant = (name) => P[name];
