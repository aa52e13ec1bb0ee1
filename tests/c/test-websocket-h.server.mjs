// The server of test-ws, for emscripten's websocket.h.
export { routes } from './test-ws.server.mjs';
