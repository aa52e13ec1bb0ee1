import { makeLoad } from '../../examples/wordcount/load.js';
import { assert, equal, matches } from '../runner/assert.mjs';
import { countWords, makeText } from './test-example-wordcount.text.mjs';

/** @type {any} emscripten's FS */
let fs;
/** @type {[fraction: number | undefined, label: string][]} */
const steps = [];
/** @type {string[]} */
const tables = [];

/** @param {import('../runner/program.mjs').Env} env */
export function module(env) {
  const progress = (/** @type {number | undefined} */ fraction, /** @type {string} */ label) => void steps.push([fraction, label]);
  const urls = (/** @type {string} */ name) => (name === 'unreachable.txt' ? ['http://127.0.0.1:1/', 'http://127.0.0.1:1/again'] : [env.base + name]);
  return {
    preRun: [(/** @type {any} */ instance) => (fs = instance.FS)],
    deputy: {
      imports: {
        wordcount: {
          load: makeLoad({ fs: () => fs, path: '/input.txt', urls, progress }),
          progress,
          table: (/** @type {string} */ json) => void tables.push(json),
        },
      },
    },
  };
}

/** @param {unknown} app @param {{stdout: string[], stderr: string[]}} seen */
export function check(app, { stdout, stderr }) {
  const errors = stderr.join('\n');
  for (const expected of [
    /^usage: wordcount NAME/m,
    /^wordcount: missing.txt cannot be loaded: the server answered 404 Not Found\b/m,
    /^wordcount: unreachable.txt cannot be loaded: .+ \(CORS\)/m,
    /^wordcount: empty.txt is empty/m,
    /^wordcount: blank.txt has no words/m,
    /^wordcount: binary is not text: it has NUL bytes/m,
  ]) matches(errors, expected);

  const text = makeText();
  const bytes = new TextEncoder().encode(text).length;
  const counts = [...countWords(text)];
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const report = new TextDecoder().decode(fs.readFile('/report.txt')).trimEnd().split('\n');
  equal(report.toSorted(), counts.map(([word, count]) => `${count}\t${word}`).toSorted(), 'the report');
  const ranks = report.map((line) => parseInt(line));
  equal(ranks, ranks.toSorted((a, b) => b - a), 'the order of the report');

  equal(tables.length, 1, 'tables shown');
  const table = JSON.parse(tables[0] ?? '');
  equal([table.words, table.distinct, table.bytes], [total, counts.length, bytes], 'the table');
  assert(table.threads >= 1, `${table.threads} threads`);
  equal(table.top.map((/** @type {[string, number]} */ [word, count]) => `${count}\t${word}`), report.slice(0, 20), 'the top of the table');
  assert(stdout.includes(`words:    ${total}`), `the total is not in\n${stdout.join('\n')}`);
  assert(stdout.some((line) => line === `${String(ranks[0]).padStart(10)}  ${report[0]?.split('\t')[1]}`), 'the first word is not printed');

  assert(steps.some(([fraction, label]) => fraction === undefined && label.startsWith('Loading')), 'no progress of loading');
  const counting = steps.filter(([, label]) => label === 'Counting').map(([fraction]) => fraction);
  equal(counting.at(-1), 1, 'the last progress');
}
