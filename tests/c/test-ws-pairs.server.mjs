export { routes } from './test-ws.server.mjs';
