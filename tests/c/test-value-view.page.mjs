let app;
const twice = (numbers) => {
  for (let i = 0; i < numbers.length; i++) numbers[i] *= 2;
  return numbers.length === 0 ? 0 : numbers[numbers.length - 1];
};
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const module = {
  preRun: [(instance) => { app = instance; }],
  deputy: {
    imports: {
      twice,
      twiceIn: (value) => twice(value.list[0]),
      throws() {
        throw new Error('thrown');
      },
      same: (view) => view,
      slow(numbers, inside) {
        Atomics.store(app.HEAP32, inside >> 2, 1);
        const end = performance.now() + 100;
        while (performance.now() < end) ;
        numbers[3] = 40;
        Atomics.store(app.HEAP32, inside >> 2, 0);
      },
      async slowPromise(numbers, inside) {
        Atomics.store(app.HEAP32, inside >> 2, 1);
        await sleep(100);
        numbers[3] = 40;
        Atomics.store(app.HEAP32, inside >> 2, 0);
      },
    },
  },
};
