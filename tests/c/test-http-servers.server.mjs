export { routes } from './test-http.server.mjs';
