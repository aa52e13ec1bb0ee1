import { equal } from '../runner/assert.mjs';

let worked = 0;
let expected = Infinity;
const reported = [];
/** @type {PromiseWithResolvers<void>} */
const all = Promise.withResolvers();
export const module = {
  deputy: {
    imports: {
      throws(number) {
        throw new TypeError(`thrown ${number}`);
      },
      rejects: async (number) => {
        throw new RangeError(`rejected ${number}`);
      },
      works: () => worked++,
      returnsAnything: () => ({ any: Symbol('thing') }),
      allReported(count) {
        expected = count;
        if (reported.length >= expected) all.resolve();
        return all.promise;
      },
      worked: () => worked,
    },
    onError(error, name) {
      reported.push(`${name}: ${error.name} ${error.code ?? error.message}`);
      if (reported.length >= expected) all.resolve();
      throw new Error('onError fails as well');
    },
  },
};
export function check(app) {
  const expect = [0, 1, 2].flatMap((i) => [
    `no.such.function: DeputyError DEPUTY_NOT_FOUND`,
    `rejects: RangeError rejected ${i}`,
    `throws: TypeError thrown ${i}`,
    `works: DeputyError DEPUTY_WRONG_TYPE`,
  ]);
  equal(reported.sort(), expect.sort());
  equal(app.deputy.stats().postsFailed, 12);
  equal(app.deputy.stats().posts, 24);
}
