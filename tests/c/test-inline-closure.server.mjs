// The program in a page with a strict policy, which tells its parent how it ended.
import { answer } from '../../tools/serve.mjs';

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  page(_, response) {
    response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'");
    answer(response, 200, '<!doctype html><script type="module" src="script.mjs"></script>', 'text/html');
  },
  'script.mjs': (_, response) => answer(response, 200, `
    import create from '/target/tests/c-test-inline-closure/test-inline-closure.mjs';
    let refused = 'allowed', failed = '';
    try { (0, eval)('1'); } catch { refused = 'refused'; }
    try {
      const code = await (await create({ deputy: { onError: (error, name) => (failed = name) } })).deputy.exited;
      parent.postMessage('code ' + code + ', failed ' + failed + ', eval ' + refused);
    } catch (error) {
      parent.postMessage(String(error));
    }`, 'text/javascript'),
};
