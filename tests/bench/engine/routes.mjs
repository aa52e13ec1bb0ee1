// The server's side of the benches of the network.
// @ts-expect-error the package has types for its name, not for its files.
import { WebSocketServer } from '../../../tools/node_modules/ws/wrapper.mjs';

const piece = Buffer.alloc(1 << 20, 'emdeputy');
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

/** @type {Record<string, import('../../../tools/serve.mjs').Route>} */
export const routes = {
  // So many MiB, as fast as they are taken.
  async body(_, response, { searchParams }) {
    const size = Number(searchParams.get('mib')) << 20;
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': size });
    let more = () => {};
    response.on('drain', () => more()).on('close', () => more());
    for (let sent = 0; sent < size && !response.destroyed; sent += piece.length) {
      if (!response.write(piece)) await /** @type {Promise<void>} */ (new Promise((resolve) => (more = resolve)));
    }
    response.end();
  },
  echo: {
    upgrade: (request, socket, head) => sockets.handleUpgrade(request, /** @type {any} */ (socket), head, (/** @type {any} */ of) => {
      of.on('message', (/** @type {Buffer} */ data, /** @type {boolean} */ binary) => of.send(data, { binary }));
    }),
  },
};
