import { equal } from '../runner/assert.mjs';

/** @type {any} */
let thrown;
let took = 0;
/** @type {any} */
let deputy;
const callBack = () => {
  const start = performance.now();
  try {
    deputy.callSync('recurse', { context: 'caller' });
  } catch (error) {
    thrown = error;
  }
  took = performance.now() - start;
};

export const module = { preRun: [(/** @type {any} */ app) => void (deputy = app.deputy)], deputy: { imports: { callBack } } };

export function check() {
  equal(thrown?.code, 'DEPUTY_CLOSED', String(thrown));
  equal(took < 5000, true, `it took ${took} ms`);
}
