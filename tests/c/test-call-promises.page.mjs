const timer = () => new Promise((resolve) => setTimeout(resolve, 1));
/** @extends {Promise<string>} */
class Mine extends Promise {}
const kinds = {
  settled: () => Promise.resolve('settled'),
  microtask: () => Promise.resolve().then(() => 'microtask'),
  timer: () => timer().then(() => 'timer'),
  async async() {
    await timer();
    return 'async';
  },
  nested: () => Promise.resolve().then(() => timer()).then(() => Promise.resolve('nested')),
  thenable: () => ({ then: (resolve) => setTimeout(() => resolve('thenable'), 1) }),
  'thenable settles twice': () => ({
    then(resolve, reject) {
      resolve('first');
      resolve('second');
      reject(new Error('third'));
    },
  }),
  'thenable throws after it settled': () => ({
    then(resolve) {
      resolve('settled first');
      throw new Error('too late');
    },
  }),
  subclass: () => new Mine((resolve) => resolve('subclass')),
  rejected: () => Promise.reject(new TypeError('no')),
  'rejected later': () => timer().then(() => { throw new RangeError('not later either'); }),
  'rejected with a string': () => Promise.reject('text'),
  async 'async throws'() {
    throw new Error('thrown in async');
  },
  'then getter throws': () => ({ get then() { throw new Error('getter'); } }),
  'then throws': () => ({ then() { throw new Error('then itself'); } }),
  'thenable rejects': () => ({ then: (_, reject) => reject(new Error('foreign no')) }),
  'a symbol': () => Promise.resolve(Symbol('s')),
};
const waiting = [];
export const module = {
  deputy: {
    imports: {
      later: (kind) => kinds[kind](),
      gather: (number, all) => new Promise((resolve) => {
        waiting.push(() => resolve(1000 + number));
        if (waiting.length < all) return;
        // The last to come is the first to be answered, each in a task of its own.
        const answer = () => {
          waiting.pop()?.();
          if (waiting.length > 0) setTimeout(answer);
        };
        answer();
      }),
    },
  },
};
