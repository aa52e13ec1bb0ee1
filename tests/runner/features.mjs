// Holds docs/features.md against the tests: a row marked done needs a test that passed, and none that fails.
import { readFile } from 'node:fs/promises';
import { readResults } from './report.mjs';

/** @typedef {{id: string, text: string, phase: string, status: string}} Feature */

/** @param {string} markdown @returns {Feature[]} */
export function parseFeatures(markdown) {
  const features = [];
  for (const line of markdown.split('\n')) {
    const cells = line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim());
    const [id = '', text = '', phase = '', status = ''] = cells;
    if (!/^F\d+$/.test(id)) continue;
    if (!['', 'partial', 'done'].includes(status)) throw new Error(`${id}: status '${status}' is none of done, partial or empty`);
    features.push({ id, text, phase, status });
  }
  return features;
}

/**
 * @param {{table: string, results: string, tests: import('./find.mjs').Test[], print: (text: string) => void}} options
 * @returns {Promise<boolean>} whether every row marked done holds
 */
export async function reportFeatures({ table, results, tests, print }) {
  const features = parseFeatures(await readFile(table, 'utf8'));
  const rows = await readResults(results);
  let good = true;
  const known = new Set(features.map((feature) => feature.id));
  for (const test of tests) {
    for (const id of test.head.features.filter((one) => !known.has(one))) {
      print(`${test.name}: there is no feature ${id}`);
      good = false;
    }
  }
  for (const feature of features) {
    const proofs = tests.filter((test) => test.head.features.includes(feature.id));
    const runs = rows.filter((row) => proofs.some((test) => test.name === row.test));
    const passed = runs.some((row) => row.status === 'passed');
    const failing = runs.some((row) => row.status === 'failed');
    const holds = feature.status !== 'done' || (passed && !failing);
    good &&= holds;
    print(`${holds ? ' ' : '!'} ${feature.id.padEnd(5)} ${feature.status.padEnd(8)} ${feature.text}`);
    for (const test of proofs) {
      const last = test.head.env.map((env) => {
        const own = runs.filter((row) => row.test === test.name && row.env === env);
        const status = ['failed', 'passed', 'skipped'].find((one) => own.some((row) => row.status === one));
        return `${env} ${status ?? 'not run'}`;
      });
      print(`        ${test.name}: ${last.join(', ')}`);
    }
    if (!holds) print(`        marked done, but ${proofs.length === 0 ? 'no test names it' : failing ? 'a test fails' : 'no test has passed'}`);
  }
  const done = features.filter((feature) => feature.status === 'done').length;
  print(`${features.length} features, ${done} done${good ? '' : '; some rows marked done do not hold'}`);
  return good;
}
