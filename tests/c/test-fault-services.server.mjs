import { routes as sockets } from './test-ws.server.mjs';

/** @type {Record<string, import('../../tools/serve.mjs').Route>} */
export const routes = {
  one: (/** @type {any} */ _, /** @type {any} */ response) => void response.end('one piece'),
  async back(/** @type {any} */ request, /** @type {any} */ response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    response.end(Buffer.concat(chunks));
  },
  echo: sockets.echo,
};
