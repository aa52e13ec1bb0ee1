import { equal } from '../runner/assert.mjs';

let ran = 0;
const things = {
  object: () => ({}), array: () => [1], date: () => new Date(0), function: () => () => 1, symbol: () => Symbol('s'),
  bigint: () => 1n, bytes: () => new Uint8Array(4), 'no prototype': () => Object.create(null),
  'promised object': async () => new Map(),
};
export const module = {
  deputy: {
    imports: {
      give: (what) => things[what](),
      count(...args) {
        if (args.length !== 1) ran++;
        return args.length;
      },
      ran: () => ran,
    },
  },
};
export function check(app) {
  equal(app.deputy.stats().stashed, 0, 'outcomes that stayed in the host');
}
