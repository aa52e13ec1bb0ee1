import { equal } from '../runner/assert.mjs';
import { scripted } from './exports.mjs';

let spins = false;
let strangers = 0;
let own = 0;
/** @type {string[]} */
const wrong = [];
const imports = {
  stranger(/** @type {number} */ n) {
    if (spins) wrong.push(`stranger ${n} ran while the page waited`);
    if (n !== strangers++) wrong.push(`stranger ${n} came as ${strangers - 1}`);
  },
  own(/** @type {number} */ n) {
    if (!spins) wrong.push(`own ${n} did not run while the page waited`);
    if (n !== own++) wrong.push(`own ${n} came as ${own - 1}`);
  },
  long: () => 'x'.repeat(5000),
};
export const { module, check } = scripted(async (deputy) => {
  const { call, callSync } = deputy;
  equal(await call('samples'), '/');
  for (let i = 0; i < 20; i++) {
    const before = strangers;
    own = 0;
    spins = true;
    equal(callSync('samples', { timeout: 10000 }), '/');
    equal(callSync('meanwhile', { timeout: 10000 }), 7);
    spins = false;
    equal(own, 40);
    equal(strangers, before);
    // What was put aside runs in turn.
    for (let tries = 0; strangers === before && tries < 500; tries++) await new Promise((resolve) => setTimeout(resolve, 5));
    equal(strangers > before, true, 'strangers go on');
  }
  await call('quiet');
  equal(wrong, []);
}, { imports, blocking: 'throw' });
