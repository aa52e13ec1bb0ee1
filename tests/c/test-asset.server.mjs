// The server of test-http: it answers well and badly.
export { routes } from './test-http.server.mjs';
