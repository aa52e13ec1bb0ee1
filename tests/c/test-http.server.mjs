// A server that answers well and badly, on loopback.
import { gzipSync } from 'node:zlib';

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const large = Buffer.from(Uint8Array.from({ length: 1 << 20 }, (_, i) => i % 251));

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  text(_, response) {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'X-One': 'first' });
    response.end('hello');
  },
  async echo(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(201, { 'X-Method': request.method, 'X-Got': String(request.headers['x-sent']) });
    response.end(Buffer.concat(chunks));
  },
  missing(_, response) {
    response.writeHead(404);
    response.end('not here');
  },
  redirect(_, response) {
    response.writeHead(302, { Location: 'text' });
    response.end();
  },
  empty(_, response) {
    response.writeHead(204);
    response.end();
  },
  large(_, response) {
    response.writeHead(200, { 'Content-Length': large.length });
    response.end(large);
  },
  zipped(_, response) {
    response.writeHead(200, { 'Content-Encoding': 'gzip' });
    response.end(gzipSync(large));
  },
  async chunks(_, response) {
    response.writeHead(200);
    for (const chunk of ['one ', 'two ', 'three']) {
      response.write(chunk);
      await sleep(20);
    }
    response.end();
  },
  // The headers, a byte, and then nothing more.
  stall(_, response) {
    response.writeHead(200);
    response.write('x');
  },
  never() {},
  reset(request) {
    request.socket.resetAndDestroy();
  },
  async truncated(_, response) {
    response.writeHead(200, { 'Content-Length': 1000 });
    response.write('only this');
    await sleep(50);
    response.destroy();
  },
  async broken(_, response) {
    response.writeHead(200);
    response.write('only this');
    await sleep(50);
    response.socket?.resetAndDestroy();
  },
};
