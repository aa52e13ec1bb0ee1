// What the tests of the worker pool share.
import { replaceWorker } from './start.mjs';

/** Counts the Workers that are made from now on. @returns {() => number} */
export function countWorkers() {
  let made = 0;
  replaceWorker((Real) => class extends Real {
    /** @param {any} url @param {any} options */
    constructor(url, options) {
      super(url, options);
      made++;
    }
  });
  return () => made;
}

/**
 * Spoils Workers: gives a function that has so many of the next ones look for a script that is not there.
 * @returns {(many: number) => void}
 */
export function spoilWorkers() {
  let spoilt = 0;
  replaceWorker((Real) => class extends Real {
    /** @param {any} url @param {any} options */
    constructor(url, options) {
      super(spoilt-- > 0 ? new URL('missing.mjs', url) : url, options);
    }
  });
  return (many) => void (spoilt = many);
}
