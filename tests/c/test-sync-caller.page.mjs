import { equal } from '../runner/assert.mjs';
import { refuses, scripted, soon } from './exports.mjs';

/** @type {any} */
let deputy;
let done = () => {};
const all = new Promise((resolve) => void (done = () => resolve(undefined)));
let notes = 0;
const busy = (/** @type {number} */ ms) => {
  for (const end = performance.now() + ms; performance.now() < end;);
};
const refused = (/** @type {unknown} */ context) => refuses(deputy, () => deputy.callSync('compare', 1, 2, { context }), 'DEPUTY_WOULD_BLOCK', /compare: the page would freeze/);
const noCaller = () => refuses(deputy, () => deputy.callSync('compare', 1, 2, { context: 'caller' }), 'DEPUTY_INVALID_ARGUMENT', /no thread waits/);
const imports = {
  sorts: (/** @type {string} */ context) => [5, 3, 9, 1, 2, 4].sort((a, b) => deputy.callSync('compare', a, b, { context })).join(),
  answers: () => 'an answer',
  asksBack: () => deputy.exportsSync.asks(),
  promised: async () => 1,
  others() {
    for (const context of ['background', 8]) refused(context);
    equal(deputy.callSync('compare', 7, 2), 5);
    refuses(deputy, () => deputy.callSync('nobody'), 'DEPUTY_NOT_FOUND', /nobody/);
    refuses(deputy, () => deputy.callSync('compare', 'x', 2), 'DEPUTY_WRONG_TYPE', /compare: argument 1/);
    refuses(deputy, () => deputy.callSync('compare', 1.5, 2), 'DEPUTY_OUT_OF_RANGE', /compare: argument 1/);
  },
  posted() {
    notes++;
    refused('main');
    noCaller();
  },
  async awaits() {
    equal(deputy.callSync('compare', 7, 2), 5);
    await null;
    notes++;
    refused('main');
    noCaller();
  },
  hurries() {
    try {
      return deputy.callSync('slow', { timeout: 20 });
    } catch (error) {
      // The thread is still in it; what comes next waits for it.
      equal(deputy.callSync('compare', 7, 2), 5);
      return /** @type {any} */ (error).code;
    }
  },
  dawdles() {
    busy(500);
    notes++;
    refused('main');
    noCaller();
  },
  endsCaller() {
    refuses(deputy, () => deputy.callSync('ends', { context: 'caller' }), 'DEPUTY_CLOSED', /ends: the thread that ran it has ended/);
    notes++;
    noCaller();
  },
  done: () => done(),
};
export const { module, check } = scripted(async (given) => {
  deputy = given;
  await soon(all);
  equal(notes, 5);
}, { imports });
