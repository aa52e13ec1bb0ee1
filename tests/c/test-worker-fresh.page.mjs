import { replaceWorker } from './start.mjs';
import { tasks } from './tasks.mjs';

let made = 0;
replaceWorker((Real) => class extends Real {
  /** @param {any} url @param {any} options */
  constructor(url, options) {
    super(url, options);
    made++;
  }
});
export const { module, check } = tasks({ workers: () => made });
