// The server of test-http, for emscripten's fetch.h.
export { routes } from './test-http.server.mjs';
