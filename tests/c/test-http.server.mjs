// A server that answers well and badly, on loopback.
import { gzipSync } from 'node:zlib';

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const large = Buffer.from(Uint8Array.from({ length: 1 << 20 }, (_, i) => i % 251));

/** Requests that are still open of routes that never end by themselves, and which test they are of. @type {Map<import('../../tools/serve.mjs').Response, string>} */
const open = new Map();

/** Several tests use these routes at once. @param {string | undefined} url */
const testOf = (url = '') => url.slice(0, url.lastIndexOf('/'));

/** @param {import('../../tools/serve.mjs').Request} request @param {import('../../tools/serve.mjs').Response} response */
function stays(request, response) {
  open.set(response, testOf(request.url));
  response.on('close', () => open.delete(response));
}

/** Answers by hand, with what no server would say. @param {string | Buffer} text @returns {import('../../tools/serve.mjs').Handler} */
const raw = (text) => ({ socket }) => void socket.end(text);

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  open(request, response) {
    response.end(String([...open.values()].filter((test) => test === testOf(request.url)).length));
  },
  async 'echo-slowly'(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(201, { 'X-Method': request.method });
    const body = Buffer.concat(chunks);
    for (let at = 0; at < body.length; at += 4) {
      response.write(body.subarray(at, at + 4));
      await sleep(2);
    }
    response.end();
  },
  // Headers after so many milliseconds, then bytes for ever.
  async late(request, response, { searchParams }) {
    stays(request, response);
    await sleep(Number(searchParams.get('ms')));
    response.writeHead(200);
    while (open.has(response)) {
      response.write('x');
      await sleep(20);
    }
  },
  // A byte now and then.
  async trickle(request, response) {
    stays(request, response);
    response.writeHead(200);
    while (open.has(response)) {
      response.write('x');
      await sleep(30);
    }
  },
  loop(_, response) {
    response.writeHead(302, { Location: 'loop' });
    response.end();
  },
  'see-other'(_, response) {
    response.writeHead(303, { Location: 'method' });
    response.end();
  },
  temporary(_, response) {
    response.writeHead(307, { Location: 'method' });
    response.end();
  },
  method(request, response) {
    response.end(request.method);
  },
  long: raw('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nonly this'),
  garbage: raw('this is no HTTP\r\n\r\n'),
  'bad-chunk': raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\nnonsense\r\n'),
  'bad-gzip': raw('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\n\r\nthis is not compressed'),
  'half-gzip': raw(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: 4000000\r\n\r\n'), gzipSync(large).subarray(0, 3000)])),
  // Says what came, and how many bytes that were, after so many milliseconds in which it reads nothing.
  async count(request, response, { searchParams }) {
    await sleep(Number(searchParams.get('ms') ?? 0));
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    response.end(String(bytes));
  },
  // Never reads, so it does not notice either when nobody is there any more.
  deaf(request) {
    request.pause();
  },
  // Has heard enough.
  refuse(request, response) {
    response.writeHead(413, { Connection: 'close' });
    response.end('too much', () => request.destroy());
  },
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
  stall(request, response) {
    stays(request, response);
    response.writeHead(200);
    response.write('x');
  },
  never: (request, response) => stays(request, response),
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
