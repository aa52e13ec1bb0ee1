// What the runner prints (TAP, and one last line of totals) and what it leaves in results.json.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** @typedef {import('./find.mjs').Test} Test */
/** @typedef {import('./run-env.mjs').RunResult} RunResult */
/**
 * One line of results.json.
 * @typedef {object} Row
 * @property {string} name "c/test-foo", "host/test-bar > a subtest"
 * @property {string} test the name without subtests
 * @property {string} env
 * @property {string[]} features
 * @property {'passed' | 'failed' | 'skipped'} status
 * @property {number} seconds
 */

const outputShown = 200;

/** @param {string[]} lines */
const indent = (lines) => lines.map((line) => `    ${line}`).join('\n');

export class Report {
  /** @param {(text: string) => void} print */
  constructor(print) {
    this.print = print;
    /** @type {Row[]} */
    this.rows = [];
    this.print('TAP version 14');
  }

  /** @param {Test} test @param {string} env @param {RunResult} result @param {number} seconds */
  add(test, env, result, seconds) {
    const { subtests = [], ...own } = result;
    /** @param {string} name @param {Omit<RunResult, 'subtests'>} verdict @param {number} took */
    const row = (name, verdict, took) => {
      this.rows.push({ name, test: test.name, env, features: test.head.features, status: verdict.status, seconds: Number(took.toFixed(3)) });
      this.#line(name, env, verdict, took);
    };
    for (const { name, status, reason, seconds: took } of subtests) {
      row(`${test.name} > ${name}`, { status, reason, output: status === 'failed' ? result.output : [] }, took);
    }
    if (subtests.length === 0 || own.status === 'failed') row(test.name, own, seconds);
  }

  /** An environment that was asked for and in which nothing ran. @param {string} env @param {string} reason */
  addEmpty(env, reason) {
    this.rows.push({ name: '(environment)', test: '(environment)', env, features: [], status: 'failed', seconds: 0 });
    this.#line('(environment)', env, { status: 'failed', reason, output: [] }, 0);
  }

  /** @param {string} name @param {string} env @param {{status: string, reason?: string, output: string[]}} verdict @param {number} seconds */
  #line(name, env, { status, reason, output }, seconds) {
    const title = `${this.rows.length} - ${name.replaceAll('#', '\\#')} [${env}] (${seconds.toFixed(1)}s)`;
    if (status === 'passed') return this.print(`ok ${title}`);
    if (status === 'skipped') return this.print(`ok ${title} # SKIP ${reason?.replaceAll('\n', ' ')}`);
    const text = [`not ok ${title}`, '  ---', '  reason: |', indent((reason ?? 'unknown').split('\n'))];
    const lines = output.flatMap((line) => line.split('\n'));
    if (lines.some((line) => line !== '')) {
      text.push('  output: |');
      if (lines.length > outputShown) text.push(indent([`(${lines.length - outputShown} earlier lines left out)`]));
      text.push(indent(lines.slice(-outputShown)));
    }
    this.print([...text, '  ...'].join('\n'));
  }

  /** @param {Row['status']} status */
  count(status) {
    return this.rows.filter((row) => row.status === status).length;
  }

  /** Prints the plan and the totals. */
  finish() {
    this.print(`1..${this.rows.length}`);
    const skipped = this.count('skipped');
    this.print(`${this.count('passed')} passed, ${this.count('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`);
  }

  /**
   * Merges into results.json: what ran replaces its older result, other environments and filtered-out tests keep theirs.
   * @param {string} file
   * @param {(test: string, env: string) => boolean} stale says of an older row whether this run stands in for it
   */
  async save(file, stale) {
    const older = (await readResults(file)).filter((row) => !stale(row.test, row.env));
    const rows = [...older, ...this.rows].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.env < b.env ? -1 : 1));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.${process.pid}`, `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
    await rename(`${file}.${process.pid}`, file);
  }
}

/** @param {string} file @returns {Promise<Row[]>} */
export async function readResults(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return [];
  }
}
