import { equal } from '../runner/assert.mjs';

const got = [];

export const module = {
  deputy: {
    imports: { fence() {} },
    onOutput(text, stream) {
      got.push([text, stream]);
      if (text === 'throw') throw new Error('on purpose');
    },
  },
};

export function check(app, { stdout }) {
  equal(stdout, []);
  equal(got.filter(([text]) => text !== ''), [
    ['name? ', 'stdout'], ['throw', 'stdout'], ['a\nb', 'stdout'], ['\r\x1b[1mc\n', 'stderr'], ['€', 'stdout'],
  ]);
}
