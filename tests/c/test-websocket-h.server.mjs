// The server of test-ws, for emscripten's websocket.h. It shakes hands late: the program has to say first what is told when that is done.
import { routes as all } from './test-ws.server.mjs';

const { upgrade } = /** @type {{ upgrade: import('../../tools/serve.mjs').UpgradeHandler }} */ (all['echo']);

/** @type {Record<string, import('../../tools/serve.mjs').Route>} */
export const routes = { later: { upgrade: (...request) => void setTimeout(upgrade, 500, ...request) } };
