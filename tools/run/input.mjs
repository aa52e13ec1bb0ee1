// What the program is to count: a default text, a file, or something on the network. Answers the page's requests for it.
import { createReadStream } from 'node:fs';
import { glob, open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answer } from '../serve.mjs';

/** @typedef {import('../serve.mjs').Response} Response */
/**
 * @typedef {object} Input
 * @property {string} name what the program gets to know
 * @property {string[]} sources URLs where the page tries to load it, in this order
 * @property {string} path of the route below
 * @property {import('../serve.mjs').Handler} route
 */

/** The default text is the first that has so many bytes, else the largest. */
const enough = 4_000_000;

/** Real text that machines with the tools for this project have: names, and where the files are. */
async function defaultTexts() {
  /** @type {[string, string[]][]} */
  const texts = [
    ['perl-manuals.txt', ['/usr/share/perl/*/pod/*.pod']],
    ['perl-manuals.txt', ['/usr/share/perl*/**/*.pod', '/usr/lib/perl*/**/*.pod']],
  ];
  for (const directory of (process.env.PATH ?? '').split(path.delimiter)) {
    const emcc = await realpath(path.join(directory, 'emcc')).catch(() => undefined);
    if (emcc) texts.push(['emscripten-manuals.txt', ['*.md', 'docs/**/*.{md,rst}', 'site/**/*.rst'].map((end) => path.join(path.dirname(emcc), end))]);
  }
  return texts;
}

/** @param {string[]} patterns */
async function filesOf(patterns) {
  // By their real paths: /usr/share/perl/5.42 may be a link to 5.42.3, with the same files below it.
  const files = new Set();
  for await (const file of glob(patterns)) files.add(await realpath(file).catch(() => file));
  let bytes = 0;
  /** @type {string[]} */
  const names = [];
  for (const file of [...files].sort()) {
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile()) continue;
    names.push(file);
    bytes += info.size;
  }
  return { names, bytes };
}

/** @returns {Promise<Input>} */
async function defaultInput() {
  let best = { name: '', names: /** @type {string[]} */ ([]), bytes: 0 };
  for (const [name, patterns] of await defaultTexts()) {
    const found = await filesOf(patterns);
    if (found.bytes > best.bytes) best = { name, ...found };
    if (best.bytes >= enough) break;
  }
  const { name, names, bytes } = best;
  if (bytes === 0) {
    throw new Error("there is no default text on this machine: install Debian's package perl-doc, or give a text: make run INPUT=path-or-url");
  }
  return served(name, async (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': bytes });
    await pipeline(concatenated(names), response);
  });
}

/** @param {string[]} files */
async function* concatenated(files) {
  for (const file of files) yield* createReadStream(file);
}

/** @param {string} name @param {import('../serve.mjs').Handler} route @returns {Input} */
function served(name, route) {
  return { name, sources: ['/input/text'], path: '/input/text', route };
}

/** @param {string} name @param {string} file @returns {Input} */
function fileInput(name, file) {
  return served(name, async (_, response) => {
    const handle = await open(file).catch((error) => error);
    if (handle instanceof Error) {
      const why = 'code' in handle && handle.code === 'ENOENT' ? 'there is no such file' : handle.message;
      return answer(response, 404, why);
    }
    const info = await handle.stat();
    if (!info.isFile()) {
      await handle.close();
      return answer(response, 404, 'it is no file');
    }
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': info.size });
    await pipeline(handle.createReadStream(), response);
  });
}

/**
 * The page fetches the URL itself. Most servers do not allow that to other origins: then it asks here, for this URL only.
 * @param {string} url
 * @returns {Input}
 */
function urlInput(url) {
  const where = '/input/relay';
  return { name: url, sources: [url, where], path: where, route: (_, response) => relay(url, response) };
}

/** @param {string} url @param {Response} response */
async function relay(url, response) {
  const abort = new AbortController();
  response.on('close', () => abort.abort());
  let upstream;
  try {
    upstream = await fetch(url, { signal: abort.signal });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const { message, code } = /** @type {{message?: string, code?: string}} */ (cause);
    return answer(response, 502, `it cannot be reached from this machine either: ${message || code || cause}`);
  }
  if (!upstream.ok) return answer(response, upstream.status, `so says ${new URL(url).host}`);
  const { headers } = upstream;
  const length = headers.get('Content-Length');
  response.writeHead(200, {
    'Content-Type': headers.get('Content-Type') ?? 'application/octet-stream',
    ...(length && !headers.has('Content-Encoding') && { 'Content-Length': length }),
  });
  if (upstream.body) await pipeline(Readable.fromWeb(/** @type {any} */ (upstream.body)), response);
  else response.end();
}

/**
 * @param {string} text what the user gave; '' is the default text
 * @param {string} [file] where the file is, if not at that path
 * @returns {Promise<Input>}
 */
export async function findInput(text, file) {
  if (text === '') return defaultInput();
  return /^https?:\/\//.test(text) ? urlInput(text) : fileInput(text, file ?? text);
}
