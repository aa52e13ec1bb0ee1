import { equal } from '../runner/assert.mjs';
import { rejects, soon } from './exports.mjs';

/** @type {any} */
let deputy;
/** @type {Promise<unknown>[]} */
let calls = [];
const imports = {
  left: () => void calls.push(...Array.from({ length: 50 }, () => {
    const call = deputy.call('answer');
    call.catch(() => {});
    return call;
  })),
  async check() {
    await soon(rejects(deputy, calls[0], 'DEPUTY_CLOSED', /^leave: the thread that ran it has ended/));
    for (const call of calls.slice(1)) await soon(rejects(deputy, call, 'DEPUTY_CLOSED', /^answer: ./));
    for (const size of [1, 5000]) await soon(rejects(deputy, deputy.call('x'.repeat(size)), 'DEPUTY_CLOSED', /the deputy has ended/));
    equal(await soon(deputy.call('answer', { context: 'background' })), 7);
    equal(deputy.stats().exportCallsOut, 0);
    equal(deputy.stats().stashed, 0);
    return 1;
  },
};
export const module = {
  preRun: [(app) => {
    deputy = app.deputy;
    calls = [deputy.call('leave')];
    calls[0].catch(() => {}); // looked at in the end, as are the others
  }],
  deputy: { imports },
};
