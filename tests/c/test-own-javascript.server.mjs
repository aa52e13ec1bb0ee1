import { routes as http } from './test-http.server.mjs';

export const routes = { text: http.text };
