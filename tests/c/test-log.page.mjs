import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
let lines = [];
/** @type {unknown[]} */
const complaints = [];
const real = console.error;
console.error = (...words) => (String(words[0]).includes('onLog') ? void complaints.push(words[1]) : real(...words));
const take = () => lines.splice(0);
const imports = {
  note: (text) => lines.push(`note ${text}`) > 0 && 1,
  lines: () => 0,
  checkFirst() {
    const got = take();
    equal(got.pop(), `info main ${'l'.repeat(100_000)}`);
    equal(got, ['info UI static constructor', 'error main one', 'note post', 'warn main two', 'note call', 'debug main three', 'info main ',
      'info main ä and \ufffd, which is no UTF-8']);
    equal(complaints.length, 1);
    return 1;
  },
  checkNames() {
    const got = take();
    equal(/^warn \d+ on a thread$/.test(got.pop() ?? ''), true);
    equal(got, ['warn UI sent to the UI', 'warn background sent to the background']);
    return 1;
  },
  checkLevels() {
    equal(take(), ['error main chosen', ...['error', 'warn', 'info', 'debug', 'trace'].map((level) => `${level} main chosen`)]);
    return 1;
  },
  checkMany() {
    equal(take(), Array.from({ length: 3000 }, (_, i) => `info main line ${i}`));
    return 1;
  },
};
export const module = {
  deputy: {
    imports,
    logLevel: 'debug',
    onLog(level, text, thread) {
      if (text === 'throw') throw new Error('onLog throws');
      lines.push(`${level} ${thread} ${text}`);
    },
  },
};
export const check = () => equal(lines, ['info main the last']);
