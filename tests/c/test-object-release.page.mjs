import { equal } from '../runner/assert.mjs';
import { noneLeft, shops } from './objects.mjs';

let taken = 0;
const { Shop } = shops();
class Small {
  self() { return this; }
}
const shelf = (size) => Array.from({ length: size }, () => new Small());
const late = [];
const errors = [];
export const module = {
  deputy: {
    imports: {
      Shop: Small,
      take(object) {
        if (!(object instanceof Small)) throw new TypeError(`${object} is no Small`);
        taken++;
      },
      taken: () => taken,
      busy(ms) {
        const end = performance.now() + ms;
        while (performance.now() < end);
      },
      shelf,
      lateShelf(size) {
        const promise = new Promise((resolve) => setTimeout(() => resolve(shelf(size)), 50));
        late.push(promise);
        return promise;
      },
      allLate: () => Promise.all(late).then(() => {}),
    },
    onError: (error) => errors.push(error),
  },
};
void Shop;
export function check(app, outcome) {
  equal(errors.map(String), [], 'errors of posts');
  noneLeft(app, outcome);
}
