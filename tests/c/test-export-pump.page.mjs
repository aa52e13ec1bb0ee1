import { equal } from '../runner/assert.mjs';
import { rejects, scripted, soon } from './exports.mjs';

/** @type {any} */
let deputy;
let mainReturns = () => {};
const returned = new Promise((resolve) => void (mainReturns = () => resolve(undefined)));
/** @type {Promise<unknown>[]} */
const calls = [];
const imports = {
  callLetters(letters) {
    for (const letter of letters) calls.push(deputy.call('note', letter));
  },
  callOpen: () => void calls.push(deputy.call('openGate')),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  async callsBack(letters) {
    let text;
    for (const letter of letters) text = await deputy.call('note', letter);
    return text;
  },
  diveAgain: (depth) => deputy.call('dive', depth),
  mainReturns: () => mainReturns(),
  never: () => new Promise(() => {}),
};
export const { module, check } = scripted(async (given) => {
  deputy = given;
  await soon(returned, 15000);
  equal(await soon(deputy.call('dive', 5)), 'bottom', 'from the event loop');
  equal(await soon(Promise.all(calls)), ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef', undefined, 'abcdefg', 'abcdefgh']);
  await rejects(deputy, deputy.call('openGate'), 'DEPUTY_STALE', /./);
}, { imports });
