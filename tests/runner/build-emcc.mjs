// One emcc call from a test's source to its module.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildAside, BuildError, dependencies, hashFile, hashValue, linkFlags, namedFiles, ownFlags, run, upToDate, writeManifest } from './building.mjs';

const compileFlags = ['-O1', '--profiling-funcs', '-Wall', '-Wextra', '-Werror'];

/**
 * Flags of the software that a test links.
 * @param {import('./find.mjs').Test} test
 * @param {import('./building.mjs').BuildOptions} options
 * @param {string} version
 * @returns {Promise<string[]>}
 */
async function library({ head: { library: name } }, { checkout, out }, version) {
  if (!name) return [];
  const file = path.join(checkout, 'tests', name, 'build.mjs');
  if (!existsSync(file)) throw new BuildError(`LIBRARY: there is no tests/${name}/build.mjs`);
  return (await import(file)).build(out, version);
}

/**
 * @param {import('./find.mjs').Test} test
 * @param {import('./building.mjs').BuildOptions} options
 * @param {string} command
 * @param {{flags: import('./building.mjs').Flags, version: string}} common
 */
export async function buildWithEmcc(test, options, command, { flags, version }) {
  const here = path.dirname(test.file);
  const stem = path.basename(test.file, path.extname(test.file));
  const directory = path.join(options.out, test.name.replace('/', '-'));
  const module = path.join(directory, `${stem}.mjs`);
  const args = [test.file, ...compileFlags, ...flags.compile, ...linkFlags, ...flags.link, ...(await library(test, options, version)), ...ownFlags(test, options, flags)];

  const needs = await Promise.all(test.head.needs.map(async (name) => {
    const file = [path.join(here, name), path.join(options.checkout, name)].find(existsSync);
    if (!file) throw new BuildError(`NEEDS: there is no ${name}`);
    return hashFile(file);
  }));
  const key = hashValue([command, version, args, needs, await namedFiles(args, options.checkout)]);
  if (existsSync(module) && (await upToDate(directory, key))) return module;

  await buildAside(directory, async (aside) => {
    const depfile = path.join(aside, 'deps.d');
    await run(command, [...args, '-MD', '-MF', depfile, '-o', path.join(aside, `${stem}.mjs`)], options.checkout);
    const headers = existsSync(depfile) ? dependencies(await readFile(depfile, 'utf8')) : [];
    /** @type {Record<string, string>} */
    const deps = {};
    for (const header of headers) {
      const file = path.resolve(options.checkout, header);
      if (file.startsWith(options.checkout)) deps[file] = await hashFile(file);
    }
    await writeManifest(aside, key, deps);
  });
  return module;
}
