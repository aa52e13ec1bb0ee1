// The benches are the C, C++ and .mjs files of this directory that have a head with a UNIT: line comments at the top, prose
// that says what is measured, and KEY: lines.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseBar } from './bar.mjs';

/** @typedef {import('./bar.mjs').EnvName} EnvName */
/**
 * @typedef {object} Bench
 * @property {string} name the file's stem, first column of the table
 * @property {string} file
 * @property {string} prose
 * @property {string} unit
 * @property {EnvName[]} env
 * @property {import('./bar.mjs').Bar[]} bars
 * @property {number} rounds pairs of runs (ours, stock)
 * @property {string[]} flags for both sides
 * @property {boolean} stockIsDeputy the reference is a program with emdeputy too
 */

/** @type {EnvName[]} */
export const environments = ['node', 'chromium', 'firefox'];
export const here = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} value @returns {EnvName[]} */
export function parseEnvironments(value) {
  const words = value.split(/[\s,]+/).filter(Boolean);
  const wrong = words.find((word) => !environments.some((env) => env === word));
  if (wrong || words.length === 0) throw new Error(`'${wrong ?? ''}' is none of ${environments.join(', ')}`);
  return /** @type {EnvName[]} */ (words);
}

/** @type {Record<string, (bench: Bench, value: string) => void>} */
const keys = {
  UNIT: (bench, value) => void (bench.unit = value),
  ENV: (bench, value) => void (bench.env = parseEnvironments(value)),
  BAR: (bench, value) => void bench.bars.push(parseBar(value)),
  ROUNDS: (bench, value) => void (bench.rounds = Number(value)),
  FLAGS: (bench, value) => void bench.flags.push(...value.split(/\s+/)),
  STOCK: (bench, value) => {
    if (value !== 'deputy') throw new Error(`STOCK: '${value}' is not 'deputy'`);
    bench.stockIsDeputy = true;
  },
};

/** @param {string} file @param {string} source @returns {Bench | undefined} */
export function parseHead(file, source) {
  /** @type {Bench} */
  const bench = {
    name: path.basename(file, path.extname(file)), file, prose: '', unit: '', env: environments, bars: [], rounds: 7, flags: [],
    stockIsDeputy: false,
  };
  const prose = [];
  for (const line of source.split('\n')) {
    const comment = /^\/\/ ?(.*)$/.exec(line)?.[1]?.trim();
    if (comment === undefined) break;
    const [, key, value] = /^([A-Z]+):\s+(.+)$/.exec(comment) ?? [];
    const apply = key && keys[key];
    if (key && !apply) throw new Error(`${bench.name}: unknown key ${key}`);
    if (apply) apply(bench, value ?? '');
    else prose.push(comment);
  }
  bench.prose = prose.join(' ');
  return bench.unit ? bench : undefined;
}

/** @param {RegExp} filter @returns {Promise<Bench[]>} those with bars first, and what is measured faster before the rest */
export async function findBenches(filter) {
  const benches = [];
  for (const name of (await readdir(here)).sort()) {
    if (!/\.(c|cpp|mjs)$/.test(name) || name === 'run.mjs') continue;
    const file = path.join(here, name);
    const bench = parseHead(file, await readFile(file, 'utf8'));
    if (bench && filter.test(bench.name)) benches.push(bench);
  }
  return benches.sort((a, b) => Number(b.bars.length > 0) - Number(a.bars.length > 0));
}
