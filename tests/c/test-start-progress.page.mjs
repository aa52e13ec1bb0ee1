import { assert, equal, matches } from '../runner/assert.mjs';
import { ends } from './start.mjs';

/** @type {{phase: string, loaded: number, total: number}[]} */
const told = [];
const before = globalThis.fetch;
const phases = () => Number(told.at(-1)?.phase === 'start');
export const module = { deputy: { imports: { phases }, onProgress: (progress) => told.push(progress) } };

export async function check(app, outcome, env) {
  equal(globalThis.fetch, before, 'fetch is the page\'s own again');
  const names = [...new Set(told.map(({ phase }) => phase))];
  equal(names.join(), env.browser ? 'download,compile,start' : 'download,start');
  if (!env.browser) return;
  const bytes = told.filter(({ phase }) => phase === 'download');
  assert(bytes.every(({ loaded }, i) => i === 0 || loaded > bytes[i - 1].loaded), `they grow: ${JSON.stringify(bytes)}`);
  const { loaded, total } = bytes[bytes.length - 1];
  assert(loaded > 10_000, `${loaded} bytes`);
  assert(total === 0 || total === loaded, `${loaded} of ${total}`);

  const { default: factory } = await import(`${env.server}/target/tests/c-test-start-progress/test-start-progress.mjs`);
  const { error } = await ends(factory, { locateFile: (name) => `missing/${name}`, deputy: { onProgress() {} } });
  equal(error.reason, 'start');
  matches(error.message, /the WebAssembly could not be loaded/);
}
