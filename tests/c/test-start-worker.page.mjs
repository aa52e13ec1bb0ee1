import { assert, equal, matches } from '../runner/assert.mjs';
import { ends, replaceWorker } from './start.mjs';

export const module = { deputy: { imports: { more: () => false } } };

/** What a Worker is given instead of its script, in Node, where there is no server. @param {string} instead @param {number} good  Workers before that */
const spoil = (instead, good) => replaceWorker((Real) => class extends Real {
  /** @param {any} url @param {any} options */
  constructor(url, options) {
    super(good-- > 0 ? url : new URL(instead, url), options);
  }
});

/** @param {string} path @param {any} env @param {number} good */
async function instance(path, env, good) {
  if (env.browser) return { factory: (await import(`${env.base}${path}/${good}/test-start-worker.mjs`)).default, restore() {} };
  const { default: factory } = await import(/** @type {string} */ ('../../target/tests/c-test-start-worker/test-start-worker.mjs'));
  const urls = { 404: 'missing.mjs', syntax: 'data:text/javascript,this is no script', throws: 'data:text/javascript,throw new Error("spoilt")' };
  return { factory, restore: spoil(urls[path], good) };
}

const expected = {
  404: /Worker could not be loaded: http\S+test-start-worker\.mjs was answered with 404 Not Found$/,
  header: /was sent without  Cross-Origin-Embedder-Policy: require-corp/,
  type: /was sent as text\/html; send it as text\/javascript$/,
  syntax: /its Worker failed: .*SyntaxError|though the server sends it: is there a syntax error in it/,
  throws: /its Worker failed: .*spoilt/,
};

export async function check(app, outcome, env) {
  for (const [path, message] of Object.entries(expected)) {
    if (!env.browser && (path === 'header' || path === 'type')) continue;
    for (const good of path === '404' || path === 'syntax' ? [0, 1] : [0]) {
      const first = good === 0;
      const { factory, restore } = await instance(path, env, good);
      const { error, printed } = await ends(factory, { deputy: { imports: { more: () => !first } } }).finally(restore);
      const what = `${path} ${first ? 'at start' : 'later'}: ${error}`;
      equal(error.reason, first ? 'start' : 'thread', what);
      equal(error.code, 'DEPUTY_CLOSED', what);
      matches(error.message, first ? /^cannot start: a thread could not be started: / : /^thread 0x[0-9a-f]+ could not be started: /, what);
      const wanted = env.browser ? message : path === '404' ? /its Worker could not be loaded: Error: Cannot find module .+missing\.mjs/ : message;
      matches(error.message, wanted, what);
      if (first) assert(printed.some((line) => line.includes(error.message)), `${what}: was not printed, but ${printed}`);
    }
  }
}
