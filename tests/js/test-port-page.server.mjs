// Builds the example at the first request, in a folder outside the checkout, and serves it from there.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../port/run.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
/** @type {Promise<string> | undefined} */
let built;

async function buildPage() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'deputy-page-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  await cp(path.join(checkout, 'examples/hello'), directory, { recursive: true });
  const port = `--use-port=${path.join(checkout, 'emscripten-js/port/deputy.py')}`;
  await build(['em++', '-O1', 'hello.cpp', port, '-sEXPORT_ES6', '-o', 'hello.mjs'], directory);
  await rm(path.join(directory, 'hello.cpp'));
  return directory;
}

/** @type {Record<string, string>} */
const types = { '.html': 'text/html', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  'page/': async (_, response, url) => {
    const file = path.basename(url.pathname);
    const bytes = await readFile(path.join(await (built ??= buildPage()), file));
    response.writeHead(200, { 'Content-Type': types[path.extname(file)] ?? 'text/plain' });
    response.end(bytes);
  },
};
