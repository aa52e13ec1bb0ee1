// Finds the tests: every file of the right name in the right folder. There is no list to forget.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultHead, HeadError, parseHead } from './head.mjs';

/**
 * How a test is run.
 *   program   compiled, or an ES module whose default export makes an instance; verdict = its exit code
 *   script    an ES module whose default export is the test
 *   subtests  a file of node:test tests, run by Node; each of its subtests counts
 * @typedef {'program' | 'script' | 'subtests'} How
 */
/**
 * @typedef {object} Kind
 * @property {string} extension
 * @property {string} [below] where in the folder the tests are
 * @property {How} how
 * @property {'c' | 'cpp' | 'rust'} [compiler]
 */
/**
 * @typedef {object} Test
 * @property {string} name "c/test-foo"
 * @property {Kind} kind
 * @property {string} file
 * @property {import('./head.mjs').Head} head
 * @property {string} [page] companion that runs beside the program
 * @property {string} [server] companion with routes of the runner's server
 * @property {string} [broken] why it cannot be run at all
 */

/** Folder below the tests' root to kind. @type {Record<string, Kind>} */
const kinds = {
  c: { extension: 'c', how: 'program', compiler: 'c' },
  cpp: { extension: 'cpp', how: 'program', compiler: 'cpp' },
  rust: { extension: 'rs', below: 'src/bin', how: 'program', compiler: 'rust' },
  module: { extension: 'mjs', how: 'program' },
  js: { extension: 'mjs', how: 'script' },
  host: { extension: 'mjs', how: 'subtests' },
  codec: { extension: 'mjs', how: 'subtests' },
  self: { extension: 'mjs', how: 'subtests' },
};

/**
 * @param {string} root the tests' folder
 * @returns {Promise<Test[]>}
 */
export async function findTests(root) {
  /** @type {Test[]} */
  const tests = [];
  for (const [folder, kind] of Object.entries(kinds)) {
    const directory = path.join(root, folder, kind.below ?? '');
    if (!existsSync(directory)) continue;
    const names = (await readdir(directory)).filter((name) => /^test-[\w-]+\.\w+$/.test(name) && name.endsWith(`.${kind.extension}`));
    for (const name of names.sort()) tests.push(await readTest(directory, folder, name, kind));
  }
  return tests;
}

/**
 * @param {string} directory
 * @param {string} folder
 * @param {string} fileName
 * @param {Kind} kind
 * @returns {Promise<Test>}
 */
async function readTest(directory, folder, fileName, kind) {
  const stem = fileName.slice(0, fileName.lastIndexOf('.'));
  const file = path.join(directory, fileName);
  /** @type {Test} */
  const test = { name: `${folder}/${stem}`, kind, file, head: defaultHead() };
  try {
    test.head = parseHead(await readFile(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof HeadError)) throw error;
    test.broken = `head comment: ${error.message}`;
  }
  if (folder === 'host') test.head.env = ['host'];
  const page = path.join(directory, `${stem}.page.mjs`);
  const server = path.join(directory, `${stem}.server.mjs`);
  if (existsSync(page)) test.page = page;
  if (existsSync(server)) test.server = server;
  return test;
}
