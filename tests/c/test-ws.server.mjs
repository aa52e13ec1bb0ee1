// WebSocket servers that behave well and badly, on loopback.
import { WebSocketServer } from '../../tools/node_modules/ws/wrapper.mjs';

const server = new WebSocketServer({ noServer: true, handleProtocols: (asked) => ['chosen', 'chat'].find((known) => asked.has(known)) ?? false });

/**
 * A server that has shaken hands.
 * @param {(socket: any) => void} use
 * @returns {{ upgrade: import('../../tools/serve.mjs').UpgradeHandler }}
 */
const accepted = (use) => ({ upgrade: (request, socket, head) => server.handleUpgrade(request, /** @type {any} */ (socket), head, use) });

/** @type {Record<string, import('../../tools/serve.mjs').Route>} */
export const routes = {
  echo: accepted((socket) => socket.on('message', (/** @type {Buffer} */ data, /** @type {boolean} */ binary) => socket.send(data, { binary }))),
  early: accepted((socket) => {
    socket.send('one');
    socket.send('two');
    socket.close(4001, 'early');
  }),
  // No goodbye.
  drop: accepted((socket) => {
    socket.send('last words');
    setTimeout(() => socket.terminate(), 50);
  }),
  flood: accepted((socket) => {
    for (let i = 0; i < 3000; i++) socket.send(`${i}`);
    socket.close(1000);
  }),
  fragments: accepted((socket) => {
    socket.send('in ', { fin: false });
    setTimeout(() => socket.send('three ', { fin: false }), 20);
    setTimeout(() => socket.send('parts', { fin: true }), 40);
  }),
  // Neither reads nor sends for a while: what is sent to it piles up, and it does not say goodbye.
  stall: accepted((socket) => {
    socket._socket.pause();
    setTimeout(() => socket._socket.resume(), 1500);
  }),
  silent: accepted(() => {}),
  refuse: { upgrade: (_, socket) => void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n') },
  never: { upgrade: () => {} },
};
