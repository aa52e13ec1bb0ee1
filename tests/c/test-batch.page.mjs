import { shops } from './objects.mjs';

const log = [];
const { Shop, shop } = shops();
class Stall extends Shop {
  burn(count) { throw new RangeError(`${count} is too much`); }
}
export const module = {
  deputy: {
    imports: {
      shop,
      Shop: Stall,
      log,
      logged: () => log.join(),
      soon: (value) => new Promise((resolve) => setTimeout(() => resolve(value), 2)),
      fails: () => Promise.reject(new Error('no luck')),
      never: () => new Promise(() => {}),
    },
  },
};
export { noneLeft as check } from './objects.mjs';
