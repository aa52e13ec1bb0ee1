import { equal } from '../runner/assert.mjs';
import { pieces } from './fault-pieces.mjs';
import { Faults, FAULTS, plan, POINTS } from './faults.mjs';

const faults = new Faults();
const shared = pieces(faults);
/** What has happened at each point. @type {Map<number, Set<number>>} */
const reached = new Map();
let many = 0;
Object.assign(shared.imports, {
  open: (block, root) => faults.open(block, root),
  forget: () => void faults.passes(),
  plan: () => Int32Array.from(plan(faults.passes()).flat()),
  happened(point, what) {
    many++;
    reached.set(point, (reached.get(point) ?? new Set()).add(what));
  },
  failed: (piece, point, nth, what) => console.error(`... ${piece}: ${FAULTS[what]} at '${POINTS.find(({ number }) => number === point)?.name}', time ${nth}`),
});

export const module = shared.module;

export function check(app) {
  equal(app.deputy.stats().stashed, 0, 'outcomes that stayed in the host');
  const missed = POINTS.flatMap(({ number, name, faults: all }) => all.filter((fault) => !reached.get(number)?.has(FAULTS.indexOf(fault))).map((fault) => `${fault} at '${name}'`));
  equal(missed, [], 'never reached');
  console.log(`${many} faults at ${reached.size} points`);
}
