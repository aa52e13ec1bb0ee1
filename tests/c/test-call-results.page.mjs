const values = {
  null: null, undefined: undefined, true: true, false: false,
  zero: 0, one: 1, max: 2 ** 31 - 1, min: -(2 ** 31), '1.0': 0.5 + 0.5, 'max+1': 2 ** 31, 'min-1': -(2 ** 31) - 1,
  '-0': -0, NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity, '0.1': 0.1, '2**53': 2 ** 53,
  least: Number.MIN_VALUE, greatest: Number.MAX_VALUE, text: 'text',
};
export const module = { deputy: { imports: { give: (name) => values[name] } } };
