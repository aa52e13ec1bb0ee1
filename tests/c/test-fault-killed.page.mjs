import { assert, equal, matches } from '../runner/assert.mjs';
import { soon } from './exports.mjs';
import { pieces } from './fault-pieces.mjs';
import { Faults, POINTS } from './faults.mjs';
import { BOUND, replaceWorker } from './start.mjs';

const url = new URL('../../target/tests/c-test-fault-killed/test-fault-killed.mjs', import.meta.url).href;
/** Of the present program, main()'s first. @type {any[]} */
let workers = [];
replaceWorker((Real) => class extends Real {
  /** @param {any} url @param {any} options */
  constructor(url, options) {
    super(url, options);
    workers.push(this);
  }
});
const faults = new Faults();
let killed = 0;
faults.kill = () => {
  killed = performance.now();
  workers[0].terminate();
};
/** Which piece passes a point. @type {Map<number, number>} */
const pieceOf = new Map();

/** The page's side of one program. */
function side() {
  const shared = pieces(faults);
  Object.assign(shared.imports, {
    open: (block, root) => faults.open(block, root),
    forget: () => void faults.passes(),
    passes: (/** @type {number} */ piece) => faults.passes().forEach((count, point) => count > 0 && !pieceOf.has(point) && pieceOf.set(point, piece)),
  });
  return shared.module;
}

export const module = { ...side(), arguments: [] };

export async function check() {
  const { default: create } = await import(url);
  // What the page does for a frame: the first ones are native code's. While it waits in a synchronous call it hears of no Worker.
  const points = POINTS.filter(({ number, name }) => number >= 8 && pieceOf.has(number) && name !== 'marks nested CALL');
  assert(points.length > 30, `${points.length} points`);
  for (const { number, name } of points) {
    workers = [];
    faults.close();
    killed = 0;
    const app = await create({ ...side(), arguments: [`${pieceOf.get(number)}`, `${number}`], print() {}, printErr() {} });
    const early = app.deputy.call('back', 1).then(() => 'a value', (/** @type {any} */ error) => error.code);
    const error = await soon(app.deputy.exited.then((/** @type {number} */ code) => new Error(`it ended with ${code}`), (/** @type {any} */ thrown) => thrown), 2 * BOUND);
    equal(error.reason, 'uncaught', `${name}: ${error.message}`);
    matches(error.message, /worker ended with code 1/);
    assert(killed > 0 && performance.now() - killed < BOUND, `${name}: in bounded time`);
    await soon(early, BOUND);
    equal(await soon(app.deputy.call('back', 1).catch((/** @type {any} */ thrown) => thrown.code), BOUND), 'DEPUTY_CLOSED', name);
  }
  console.log(`main()'s Worker was gone at ${points.length} points`);
}
