import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
const asked = [];

export const module = {
  deputy: {
    imports: {
      ask: async (/** @type {string} */ question) => {
        asked.push(question);
        return 'Ada';
      },
    },
  },
};

export function check() {
  equal(asked, ['What is your name?'], 'the questions');
}
