const show = (value) => {
  if (typeof value === 'string') return `'${value}'`;
  return Object.is(value, -0) ? '-0' : String(value);
};
export const module = {
  deputy: {
    imports: {
      show: (...args) => `(${args.map(show).join(', ')})`,
      countAndSum: (...args) => `${args.length} ${args.reduce((sum, n) => sum + n, 0)}`,
    },
  },
};
