import { makeText } from './test-example-wordcount.text.mjs';

/** @param {string | Buffer} body @returns {import('../../tools/serve.mjs').Handler} */
const send = (body) => (_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
};

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  'empty.txt': send(''),
  'blank.txt': send(' \n — \n'),
  binary: send(Buffer.concat([Buffer.from('looks like text\n'.repeat(20_000)), Buffer.from([0, 1, 2]), Buffer.from('at first\n')])),
  // In parts and without its length: the progress of loading is unknown.
  'text.txt': async (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    const bytes = Buffer.from(makeText());
    for (let at = 0; at < bytes.length; at += 100_001) response.write(bytes.subarray(at, at + 100_001));
    response.end();
  },
};
