// wordcount.load: fetches a text into emscripten's file system. Knows nothing of the page it runs in.

/** How long a server may say nothing. */
const silenceBound = 20_000;

/**
 * The part of emscripten's FS that is needed here.
 * @typedef {object} FileSystem
 * @property {(path: string, flags: string) => {fd: number}} open
 * @property {(fd: number, length: number) => void} ftruncate
 * @property {(stream: {fd: number}, bytes: Uint8Array, offset: number, length: number) => number} write
 * @property {(stream: {fd: number}) => void} close
 */
/** @typedef {(fraction: number | undefined, label: string) => void} Progress the fraction is undefined while it is unknown */

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** What `fetch` says when nothing came: browsers do not tell why. @param {TypeError} error */
const unreachable = (error) =>
  `${error.message.replace(/\.?$/, '.')} The address is wrong, its server is down, or it does not let pages of other origins read it (CORS).`;

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** The server has answered, but with something else than the text. */
class Refusal extends Error {}

/**
 * What a response that is not OK says: its status and, if it is short and plain, its text.
 * @param {Response} response
 */
async function refusal(response) {
  const status = `the server answered ${response.status} ${response.statusText}`.trimEnd();
  const plain = response.headers.get('Content-Type')?.startsWith('text/plain');
  const text = plain ? (await response.text()).trim() : '';
  return text !== '' && text.length <= 300 ? `${status}: ${text}` : status;
}

/**
 * @param {Response} response
 * @param {FileSystem} fs
 * @param {string} path
 * @param {Progress} progress
 * @param {() => void} alive called whenever something came
 * @returns {Promise<number>} bytes
 */
async function save(response, fs, path, progress, alive) {
  // Compressed transfers tell their compressed length: it is a hint, not a fact.
  const expected = Number(response.headers.get('Content-Length')) || 0;
  const stream = fs.open(path, 'w');
  let bytes = 0;
  try {
    if (expected) fs.ftruncate(stream.fd, expected);
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      alive();
      bytes += fs.write(stream, part.value, 0, part.value.length);
      if (bytes <= expected) progress(bytes / expected, `Loading, ${megabytes(bytes)} of ${megabytes(expected)} MB`);
      else progress(undefined, `Loading, ${megabytes(bytes)} MB`);
    }
    fs.ftruncate(stream.fd, bytes);
  } finally {
    fs.close(stream);
  }
  return bytes;
}

/**
 * @param {string} url
 * @param {(response: Response, alive: () => void) => Promise<number>} take
 * @returns {Promise<number>}
 */
async function get(url, take) {
  const abort = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(new Error(`nothing came for ${silenceBound / 1000} s`)), silenceBound);
  };
  alive();
  try {
    const response = await fetch(url, { signal: abort.signal });
    alive();
    if (!response.ok) throw new Refusal(await refusal(response));
    return await take(response, alive);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Makes the function the program calls. It resolves with the number of bytes, or rejects with an error whose message says
 * what to do.
 * @param {object} options
 * @param {() => FileSystem} options.fs asked when there is something to write
 * @param {string} options.path where the text goes
 * @param {(name: string) => string[]} options.urls where a name may be found, in order of preference
 * @param {Progress} options.progress
 * @returns {(name: string) => Promise<number>}
 */
export function makeLoad({ fs, path, urls, progress }) {
  return async (name) => {
    const reasons = [];
    for (const url of urls(name)) {
      try {
        return await get(url, (response, alive) => save(response, fs(), path, progress, alive));
      } catch (error) {
        reasons.push(error instanceof TypeError ? unreachable(error) : messageOf(error));
        if (error instanceof Refusal) break;
      }
    }
    throw new Error(`${reasons.join('\n  then: ')}\n  Check the name; give a text file of this machine, or a URL that this page may read.`);
  };
}
