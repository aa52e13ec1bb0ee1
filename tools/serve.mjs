// A loopback-only HTTP server for tests, benches and examples. It sends the headers that give a page SharedArrayBuffer
// (COOP, COEP, CORP), the MIME types that streaming compilation and module scripts insist on, and caches nothing.
//
//   node tools/serve.mjs DIR [--port N] [--no-isolation]
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {import('node:stream').Duplex} Socket */
/** @typedef {(request: Request, response: Response, url: URL) => unknown} Handler answers one request; may be async */
/** @typedef {(request: Request, socket: Socket, head: Buffer, url: URL) => unknown} UpgradeHandler takes over the socket */
/** @typedef {Handler | {request?: Handler, upgrade?: UpgradeHandler}} Route */
/**
 * @typedef {object} ServeOptions
 * @property {Record<string, string>} [mounts] URL prefix ("/", "/bench/") to directory; the longest prefix wins
 * @property {Record<string, Route>} [routes] URL path to handler; a path that ends in "/" takes everything below it
 * @property {number} [port] 0 or absent: any free one
 * @property {boolean} [isolated] false leaves out COOP and COEP
 */
/**
 * @typedef {object} Server
 * @property {string} origin "http://127.0.0.1:PORT"
 * @property {number} port
 * @property {(path: string, route: Route) => () => void} route adds a route; the result removes it
 * @property {() => Promise<void>} close ends every connection
 */

/** @type {Record<string, string>} */
const mimeTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * Takes a response out of cross-origin isolation, for pages that must do without SharedArrayBuffer.
 * @param {Response} response
 */
export function dropIsolation(response) {
  response.removeHeader('Cross-Origin-Opener-Policy');
  response.removeHeader('Cross-Origin-Embedder-Policy');
}

/**
 * @param {Response} response
 * @param {number} status
 * @param {string} text
 */
export function answer(response, status, text, type = 'text/plain; charset=utf-8') {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

/**
 * The most specific key that is the path or, ending in "/", a prefix of it.
 * @template T
 * @param {Map<string, T>} table
 * @param {string} pathname
 * @returns {[string, T] | undefined}
 */
function lookUp(table, pathname) {
  /** @type {[string, T] | undefined} */
  let best;
  for (const entry of table) {
    const [key] = entry;
    const hit = key === pathname || (key.endsWith('/') && pathname.startsWith(key));
    if (hit && key.length > (best?.[0].length ?? -1)) best = entry;
  }
  return best;
}

/**
 * The file a URL path means, or undefined: nothing outside `directory` has a name here, symbolic links included.
 * @param {string} directory
 * @param {string} relative
 */
async function fileBelow(directory, relative) {
  try {
    const decoded = decodeURIComponent(relative);
    if (decoded.includes('\0')) return undefined;
    const root = await realpath(directory);
    let file = await realpath(path.join(root, path.normalize(`/${decoded}`)));
    if ((await stat(file)).isDirectory()) file = await realpath(path.join(file, 'index.html'));
    const inside = file.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
    const info = await stat(file);
    return inside && info.isFile() ? { file, size: info.size } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Map<string, string>} mounts
 * @param {Request} request
 * @param {Response} response
 * @param {URL} url
 */
async function sendFile(mounts, request, response, url) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'only GET and HEAD\n');
  const mount = lookUp(mounts, url.pathname);
  const found = mount && (await fileBelow(mount[1], url.pathname.slice(mount[0].length)));
  if (!found) return answer(response, 404, `no such file: ${url.pathname}\n`);
  response.writeHead(200, {
    'Content-Type': mimeTypes[path.extname(found.file)] ?? 'application/octet-stream',
    'Content-Length': found.size,
  });
  if (request.method === 'HEAD') return void response.end();
  const stream = createReadStream(found.file);
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
}

/**
 * @param {ServeOptions} [options]
 * @returns {Promise<Server>}
 */
export async function serve({ mounts = {}, routes = {}, port = 0, isolated = true } = {}) {
  const mountTable = new Map(Object.entries(mounts).map(([key, value]) => [key.endsWith('/') ? key : `${key}/`, value]));
  const routeTable = new Map(Object.entries(routes));
  /** @type {Set<Socket>} */
  const upgraded = new Set();
  let origin = 'http://127.0.0.1';

  const server = createServer(async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    try {
      const url = new URL(request.url ?? '/', origin);
      const route = lookUp(routeTable, url.pathname)?.[1];
      const handler = typeof route === 'function' ? route : route?.request;
      await (handler ? handler(request, response, url) : sendFile(mountTable, request, response, url));
    } catch (error) {
      if (response.headersSent) response.destroy();
      else answer(response, 500, `${error instanceof Error ? error.stack : error}\n`);
    }
  });
  server.on('upgrade', async (request, socket, head) => {
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    try {
      const url = new URL(request.url ?? '/', origin);
      const route = lookUp(routeTable, url.pathname)?.[1];
      if (typeof route !== 'object' || !route.upgrade) throw new Error('no such route');
      await route.upgrade(request, socket, head, url);
    } catch {
      socket.destroy();
    }
  });
  // A test may leave a request open for as long as it likes; the runner bounds it.
  server.requestTimeout = 0;
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  origin = `http://127.0.0.1:${address.port}`;

  return {
    origin,
    port: address.port,
    route(key, route) {
      if (routeTable.has(key)) throw new Error(`there is a route ${key} already`);
      routeTable.set(key, route);
      return () => void routeTable.delete(key);
    },
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      });
    },
  };
}

async function main() {
  const words = process.argv.slice(2);
  /** @type {ServeOptions} */
  const options = { port: 8080 };
  let directory;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--port') options.port = Number(words.shift());
    else if (word === '--no-isolation') options.isolated = false;
    else if (word.startsWith('-') || directory !== undefined) directory = '';
    else directory = word;
  }
  if (!directory || !Number.isInteger(options.port)) {
    console.error('usage: node tools/serve.mjs DIR [--port N] [--no-isolation]');
    process.exit(2);
  }
  if (!(await stat(directory).catch(() => undefined))?.isDirectory()) {
    console.error(`serve: ${directory} is not a directory`);
    process.exit(2);
  }
  try {
    const { origin } = await serve({ ...options, mounts: { '/': path.resolve(directory) } });
    console.log(`${origin}/`);
  } catch (error) {
    console.error(`serve: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) await main();
