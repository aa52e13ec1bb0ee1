// Builds the compiled tests. What is up to date by content (sources, headers, flags, every file a flag names, the compiler)
// is not built again.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildWithCargo } from './build-cargo.mjs';
import { buildWithEmcc } from './build-emcc.mjs';
import { BuildError, forgetHashes, run } from './building.mjs';

/** @typedef {import('./find.mjs').Test} Test */
/** @typedef {import('./building.mjs').Flags} Flags */
/** @typedef {import('./building.mjs').BuildOptions} BuildOptions */

/** @param {BuildOptions} options @returns {Promise<Flags>} */
async function readFlags({ flagsFile, checkout }) {
  let flags;
  try {
    flags = JSON.parse(await readFile(flagsFile, 'utf8'));
  } catch (error) {
    throw new BuildError(`${path.relative(checkout, flagsFile)}: ${error instanceof Error ? error.message : error}`);
  }
  const place = (/** @type {string[]} */ words) => words.map((word) => word.replaceAll('${ROOT}', checkout));
  return { compile: place(flags.compile), link: place(flags.link), guard: place(flags.guard ?? []) };
}

/** @type {Record<'c' | 'cpp' | 'rust', (test: Test, options: BuildOptions, common: {flags: Flags, version: string}) => Promise<string>>} */
const compilers = {
  c: (test, options, common) => buildWithEmcc(test, options, 'emcc', common),
  cpp: (test, options, common) => buildWithEmcc(test, options, 'em++', common),
  rust: buildWithCargo,
};

/**
 * Builds what has to be built, in parallel.
 * @param {Test[]} tests
 * @param {BuildOptions} options
 * @returns {Promise<Map<Test, string | BuildError>>} the module of each program, or why there is none
 */
export async function buildTests(tests, options) {
  forgetHashes();
  /** @type {Map<Test, string | BuildError>} */
  const built = new Map();
  /** @type {Test[]} */
  const queue = [];
  for (const test of tests) {
    if (test.broken) built.set(test, new BuildError(test.broken));
    else if (test.kind.compiler) queue.push(test);
    else built.set(test, test.file);
  }
  if (queue.length === 0) return built;
  /** @type {{flags: Flags, version: string}} */
  let common;
  try {
    const flags = await readFlags(options);
    common = { flags, version: (await run('emcc', ['--version'], options.checkout)).split('\n')[0] ?? '' };
  } catch (error) {
    for (const test of queue) built.set(test, asBuildError(error));
    return built;
  }
  const worker = async () => {
    for (let test = queue.shift(); test; test = queue.shift()) {
      const compile = compilers[test.kind.compiler ?? 'c'];
      built.set(test, await compile(test, options, common).catch(asBuildError));
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
  return built;
}

/** @param {unknown} error */
function asBuildError(error) {
  if (error instanceof BuildError) return error;
  return new BuildError(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
