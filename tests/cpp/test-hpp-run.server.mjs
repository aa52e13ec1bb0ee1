import { routes as http } from '../c/test-http.server.mjs';
import { routes as ws } from '../c/test-ws.server.mjs';

export const routes = { text: http.text, echo: http.echo, missing: http.missing, ws: ws.echo };
