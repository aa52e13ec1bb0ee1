import { equal } from '../runner/assert.mjs';

export const module = {
  deputy: {
    imports: {
      back: (text) => text,
      lengths: (...texts) => texts.map((text) => text.length).join(' '),
      fail(text) {
        throw new RangeError(text);
      },
      euros: (count) => '\u20ac'.repeat(count),
    },
  },
};
export function check(app) {
  equal(app.deputy.stats().stashed, 0, 'outcomes that stayed in the host');
}
