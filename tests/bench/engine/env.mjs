// Where programs run: each run in a process (Node) or page (browsers) of its own.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startChild } from '../../runner/children.mjs';
import { routes } from './routes.mjs';
import { launchBrowser, within } from '../../../tools/browser.mjs';
import { answer, serve } from '../../../tools/serve.mjs';

/** @typedef {import('./bar.mjs').EnvName} EnvName */
/** @typedef {import('./program.mjs').Parts} Parts */
/**
 * @typedef {object} Env
 * @property {EnvName} name
 * @property {string} version
 * @property {(module: string, ms: number) => Promise<Parts>} run
 * @property {() => Promise<void>} close
 */

const bound = 120_000;
const nodeDriver = fileURLToPath(new URL('./node.mjs', import.meta.url));

/** Where benches of the network find the routes of routes.mjs, below a server's origin. */
const network = '/@network/';
const networkRoutes = Object.fromEntries(Object.entries(routes).map(([key, route]) => [network + key, route]));

/** @returns {Promise<Env>} */
async function node() {
  const server = await serve({ routes: networkRoutes });
  return {
    name: 'node',
    version: `Node ${process.version}`,
    async run(module, ms) {
      /** @type {Parts | undefined} */
      let parts;
      let text = '';
      const child = startChild(process.execPath, [nodeDriver, JSON.stringify({ entry: pathToFileURL(module).href, ms, network: server.origin + network })], {
        onText: (more) => (text += more),
        onMessage: (line) => (parts = JSON.parse(line)),
      });
      try {
        const { code, signal } = await within(bound, child.ended, 'node');
        if (!parts) throw new Error(`the process ended with ${signal ?? `code ${code}`} and no result\n${text}`);
        return parts;
      } finally {
        child.kill();
      }
    },
    close: () => server.close(),
  };
}

/**
 * @param {'chromium' | 'firefox'} name
 * @param {string} checkout
 * @returns {Promise<Env>}
 */
async function browser(name, checkout) {
  const server = await serve({ mounts: { '/': checkout }, routes: networkRoutes });
  let launched = await launchBrowser(name);
  let pages = 0;

  /** @type {Env['run']} */
  async function run(module, ms) {
    const entry = `/${path.relative(checkout, module).split(path.sep).join('/')}`;
    const prefix = `/@bench/${++pages}/`;
    const html = '<!doctype html><title>bench</title><link rel="icon" href="data:,">' +
      '<script type="module" src="/tests/bench/engine/page.mjs"></script>';
    /** @type {(result: {parts?: Parts, error?: string}) => void} */
    let end = () => {};
    /** @type {Promise<{parts?: Parts, error?: string}>} */
    const ended = new Promise((resolve) => (end = resolve));
    const unroute = server.route(prefix, async (request, response) => {
      if (request.method !== 'POST') return answer(response, 200, html, 'text/html; charset=utf-8');
      let text = '';
      request.setEncoding('utf8');
      for await (const chunk of request) text += chunk;
      answer(response, 200, 'ok');
      end(JSON.parse(text));
    });
    let page;
    try {
      const spec = encodeURIComponent(JSON.stringify({ entry, ms, network: server.origin + network }));
      page = await launched.newPage(`${server.origin}${prefix}#${spec}`, { onCrash: (reason) => end({ error: reason }) });
      page.loaded.catch((error) => end({ error: error.message }));
      const { parts, error } = await within(bound, ended, name);
      if (!parts) throw new Error(error);
      return parts;
    } finally {
      unroute();
      // A page that hangs or a browser that crashed must not be beside what is measured next.
      await (page?.close() ?? Promise.reject()).catch(async () => {
        await launched.close();
        launched = await launchBrowser(name);
      });
    }
  }

  return {
    name,
    version: launched.version.replace(/^firefox\//, 'Firefox ').replace(/^(Headless)?Chrome\//, 'Chromium '),
    run,
    async close() {
      await launched.close();
      await server.close();
    },
  };
}

/** @param {EnvName} name @param {string} checkout @returns {Promise<Env>} */
export const openEnv = async (name, checkout) => (name === 'node' ? node() : browser(name, checkout));
