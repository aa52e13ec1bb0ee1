import { routes as http } from './test-http.server.mjs';
import { routes as ws } from './test-ws.server.mjs';

// Some have the same name.
export const routes = { ...http, 'ws-echo': ws.echo, 'ws-silent': ws.silent, 'ws-never': ws.never };
