// A server of HTTP/2, of another origin than the page, on loopback, as long as the runner lives.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { answer } from '../../tools/serve.mjs';

/** Bytes that have come of each upload, by its name. @type {Map<string, number>} */
const came = new Map();

/** @type {Promise<string> | undefined} */
let origin;

async function start() {
  const pem = readFileSync(new URL('../keys/loopback.pem', import.meta.url));
  const server = createSecureServer({ key: pem, cert: pem });
  server.on('request', async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'https://127.0.0.1');
    const name = String(searchParams.get('of'));
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    response.setHeader('Timing-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'no-store');
    if (request.method === 'OPTIONS') return void response.end();
    request.on('error', () => {});
    if (pathname === '/count') {
      request.on('data', (chunk) => came.set(name, (came.get(name) ?? 0) + chunk.length));
      request.on('end', () => response.end(String(came.get(name) ?? 0)));
    } else if (pathname === '/came') {
      response.end(String(came.get(name) ?? 0));
    } else if (pathname !== '/deaf') {
      response.writeHead(404);
      response.end();
    }
  });
  server.on('session', (session) => session.on('error', () => {}));
  server.listen(0, '127.0.0.1');
  server.unref();
  await once(server, 'listening');
  return `https://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
}

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  async origin(_, response) {
    answer(response, 200, await (origin ??= start()));
  },
};
