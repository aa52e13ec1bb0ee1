import { assert, equal, matches } from '../runner/assert.mjs';
import { BOUND, ends } from './start.mjs';

export const module = { deputy: { imports: { kind: () => -1 } } };

/** What is said of each kind of thread. @type {[name: string, size: number][]} */
const kinds = [
  [" 'main'", 1048576], ['', 1048576], ['', 65536], [" 'decoder'", 262144], [" 'background'", 1048576], [" 'pool'", 1048576], [" 'worker'", 1048576],
  ['.*', 1048576],
];
const UI = 7;

export async function check(_app, _outcome, env) {
  const entry = env.browser ? `${env.server}/target/tests/c-test-stack-overflow/test-stack-overflow.mjs` : '../../target/tests/c-test-stack-overflow/test-stack-overflow.mjs';
  const { default: factory } = await import(entry);
  for (const [kind, [name, size]] of kinds.entries()) {
    for (const way of kind < 2 ? [0, 1, 2] : [0, 1]) {
      const what = `thread of kind ${kind}, way ${way}`;
      /** @type {any} */
      let seen;
      const options = {
        deputy: { pool: { reserve: 0 }, imports: { kind: () => kind, way: () => way } },
        /** @this {any} @param {number} end @param {number} base @param {number} block @param {number} length */
        begins(end, base, block, length) {
          // A thread's guard, which nobody writes to; the page's stack has other things below it.
          const below = kind === UI ? 0 : 4096;
          seen = { now: performance.now(), size: base - end, end, below, before: this.HEAPU8.slice(end - below, end), block, length, memory: this.HEAPU8 };
        },
      };
      const { error } = await ends(factory, options).catch((error) => {
        throw new Error(`${what}: ${error.message}`);
      });
      assert(seen, `${what}: did not get there: ${error}`);
      assert(performance.now() - seen.now < BOUND, `${what}: in bounded time`);
      equal(error.reason, 'abort', what);
      matches(error.message, new RegExp(`^the program was aborted: stack overflow: thread 0x[0-9a-f]+${name} has ${size} bytes and wants \\d+; give it more by `), what);
      equal(seen.size, size, what);
      const { memory, end, below, before, block, length } = seen;
      assert(before.every((byte, i) => memory[end - below + i] === byte), `${what}: memory below the stack was changed`);
      assert(memory.subarray(block, block + length).every((byte) => byte === 0x5a), `${what}: a neighbour's memory was changed`);
    }
  }
}
