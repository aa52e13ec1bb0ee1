// /<path>/<good>/FILE: the program's files; but its script, for a Worker, only so many times, then spoilt as the path says.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer } from '../../tools/serve.mjs';

const built = fileURLToPath(new URL('../../target/tests/c-test-start-worker/', import.meta.url));

/** @param {string} how @param {import('../../tools/serve.mjs').Response} response @param {string} text */
function spoilt(how, response, text) {
  if (how === '404') return answer(response, 404, 'not here');
  if (how === 'type') return answer(response, 200, '<!doctype html>', 'text/html');
  if (how === 'header') response.removeHeader('Cross-Origin-Embedder-Policy');
  const body = how === 'syntax' ? 'this is no script' : how === 'throws' ? 'throw new Error("spoilt")' : text;
  answer(response, 200, body, 'text/javascript');
}

/** How many Workers were made, by the start of the path. @type {Map<string, number>} */
const made = new Map();

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  '': async (request, response, url) => {
    const [file = '', good = '', how = ''] = url.pathname.split('/').reverse();
    const bytes = await readFile(path.join(built, path.basename(file)));
    if (!file.endsWith('.mjs')) {
      response.writeHead(200, { 'Content-Type': 'application/wasm' });
      return void response.end(bytes);
    }
    const asked = request.headers['sec-fetch-dest'];
    const key = url.pathname;
    const before = made.get(key) ?? 0;
    if (asked === 'worker') made.set(key, before + 1);
    if (asked === 'script' || (asked === 'worker' && before < Number(good))) return answer(response, 200, bytes.toString(), 'text/javascript');
    spoilt(how, response, bytes.toString());
  },
};
