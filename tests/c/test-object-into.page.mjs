import { noneLeft, shops } from './objects.mjs';

const { Shop, shop } = shops();
const fail = (text) => { throw new Error(text); };
export const module = {
  deputy: {
    imports: {
      Shop,
      shop,
      number: () => 1,
      fails: () => fail('no luck'),
      failsLater: () => Promise.reject(new Error('no luck, later')),
      never: () => new Promise(() => {}),
      soon: () => new Promise((resolve) => setTimeout(() => resolve(new Shop('soon')), 20)),
    },
    onError: () => {},
  },
};
export { noneLeft as check };
