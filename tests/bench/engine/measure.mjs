// Measures one bench in one environment: ours, stock, ours, stock, ... so that what the machine does meanwhile hits both.
import { barText, holds } from './bar.mjs';
import { sides } from './build.mjs';
import { median, spread } from './stats.mjs';

/** @typedef {import('./build.mjs').Build} Build */
/** @typedef {import('./build.mjs').Side} Side */
/** @typedef {import('./stats.mjs').Spread} Spread */
/** @typedef {Record<Side, number>} Pair */
/** @typedef {(build: Build) => Promise<Pair | Map<string, Pair>>} Measure what a .mjs bench exports; with several rows a map of them */
/**
 * @typedef {object} Row
 * @property {string} name the bench's, or "bench: part" for what is only shown
 * @property {string} env
 * @property {Spread} ours
 * @property {Spread} stock
 * @property {string} unit
 * @property {number} ratio
 * @property {string | null} bar
 * @property {boolean} ok
 */

/**
 * The rounds' values of each part.
 * @param {import('./find.mjs').Bench} bench
 * @param {import('./env.mjs').Env} env
 * @param {Build} build
 * @param {boolean} quick
 * @param {import('./quiet.mjs').Quiet} quiet
 * @returns {Promise<Map<string, Record<Side, number[]>>>}
 */
async function collect(bench, env, build, quick, quiet) {
  /** @type {Map<string, Record<Side, number[]>>} */
  const parts = new Map();
  /** @param {string} part @param {Side} side @param {number} value */
  const add = (part, side, value) => {
    const pair = parts.get(part) ?? { ours: [], stock: [] };
    parts.set(part, pair);
    pair[side].push(value);
  };
  if (bench.file.endsWith('.mjs')) {
    const { default: measure } = await import(bench.file);
    const measured = await /** @type {Measure} */ (measure)(build);
    const rows = measured instanceof Map ? measured : new Map([['', measured]]);
    for (const [part, pair] of rows) for (const side of sides) add(part, side, pair[side]);
    return parts;
  }
  const modules = { ours: await build(bench, 'ours'), stock: await build(bench, 'stock') };
  const rounds = quick ? Math.min(bench.rounds, Math.max(3, Math.round(bench.rounds / 4))) : bench.rounds;
  for (let round = 0; round < rounds; round++) {
    for (const side of sides) {
      await quiet.wait();
      const reported = await env.run(modules[side], quick ? 200 : 500).catch((error) => {
        throw new Error(`${side}: ${error instanceof Error ? error.message : error}`);
      });
      for (const [part, values] of Object.entries(reported)) add(part, side, median(values));
    }
  }
  if (parts.size === 0) throw new Error('the program reported nothing');
  return parts;
}

/**
 * @param {import('./find.mjs').Bench} bench
 * @param {import('./env.mjs').Env} env
 * @param {Build} build
 * @param {boolean} quick
 * @param {import('./quiet.mjs').Quiet} quiet
 * @returns {Promise<Row[]>} the bench's own row first, if it has one
 */
export async function measure(bench, env, build, quick, quiet) {
  const parts = await collect(bench, env, build, quick, quiet);
  const bars = bench.bars.filter((bar) => bar.env?.includes(env.name) ?? true);
  /** @param {string} part */
  const pairOf = (part) => {
    const pair = parts.get(part);
    return pair && { ours: median(pair.ours), stock: median(pair.stock) };
  };
  return [...parts].sort(([a], [b]) => Number(a !== '') - Number(b !== '')).map(([part, { ours, stock }]) => {
    const [a, b] = [spread(ours), spread(stock)];
    const own = part === '' && bars.length > 0;
    return {
      name: part ? `${bench.name}: ${part.replace(/^, /, '')}` : bench.name,
      env: env.name,
      ours: a,
      stock: b,
      unit: bench.unit,
      ratio: a.median / b.median,
      bar: own ? bars.map((bar) => barText(bar, bench.unit)).join(', ') : null,
      ok: !own || bars.every((bar) => holds(bar, pairOf(bar.part))),
    };
  });
}
