import { equal } from '../runner/assert.mjs';

let ran = 0;
const things = {
  symbol: () => Symbol('s'), inside: () => ({ list: [1, Symbol('s')] }), promised: async () => Symbol('s'),
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
