import { createHash } from 'node:crypto';
import { answer } from '../../tools/serve.mjs';

export const count = 24;

/** Of every size, up to 2 MiB. @param {number} i */
const file = (i) => Buffer.alloc(i === 0 ? 0 : Math.min(2 << 20, 3 ** (i % 16)), `file ${i} `);
const hash = (/** @type {Buffer} */ bytes) => createHash('sha256').update(bytes).digest('hex');

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  'good/SHA256SUMS': (_, response) => answer(response, 200, Array.from({ length: count }, (_, i) => `${hash(file(i))}  name ${i}\n`).join('')),
  'bad/SHA256SUMS': (_, response) => answer(response, 200, `${hash(file(1))}  other\n${hash(file(1))} *missing\n${hash(file(9))}  broken\nnonsense\n${hash(file(3))}  name 3\n`),
  'bad/other': (_, response) => answer(response, 200, 'something else'),
  'bad/missing': (_, response) => answer(response, 404, 'no such file'),
  'bad/broken'(_, response) {
    response.writeHead(200, { 'Content-Length': 1000 });
    response.write('half', () => response.destroy());
  },
  'bad/name%203': (_, response) => void response.end(file(3)),
  ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`good/name%20${i}`, (/** @type {unknown} */ _, /** @type {import('../../tools/serve.mjs').Response} */ response) => void response.end(file(i))])),
};
