// Rust tests: programs of the package tests/rust, which cargo builds and links through emcc as it would anybody's program. The core
// comes as the crate `deputy`, so there is one std in the program; libdeputy-mt.a, which has its own, is left out.
import { existsSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rustFlags, rustLink } from '../../tools/flags.mjs';
import { buildAside, hashFile, hashValue, linkFlags, namedFiles, ownFlags, run, upToDate, writeManifest } from './building.mjs';

const target = 'wasm32-unknown-emscripten';

/**
 * @param {import('./find.mjs').Test} test
 * @param {import('./building.mjs').BuildOptions} options
 * @param {{flags: import('./building.mjs').Flags, version: string}} common
 */
export async function buildWithCargo(test, options, { flags, version }) {
  const stem = path.basename(test.file, '.rs');
  const link = [...flags.link, ...linkFlags, '--profiling-funcs', ...ownFlags(test, options, flags)];
  // Cargo knows the sources; of the files that flags name it does not, so it is told of them by an unused cfg.
  const linked = hashValue([version, await namedFiles(link, options.checkout)]);
  const out = path.join(options.out, 'cargo');
  await run('cargo', [
    'rustc', '--quiet', '--locked', '--manifest-path', path.join(path.dirname(test.file), '../../Cargo.toml'), '--bin', stem,
    '-Zbuild-std=std,panic_abort', '--target', target, '--target-dir', out,
    '--', '--cfg', `linked="${linked}"`, ...rustLink(link),
    // One folder for all tests, so that std is built once.
  ], options.checkout, { ...process.env, RUSTFLAGS: rustFlags.join(' ') });

  // emcc wrote the names with underscores into the script, so those are kept; a package.json says that it is a module.
  const built = path.join(out, target, 'debug/deps');
  const name = stem.replaceAll('-', '_');
  const files = [`${name}.js`, `${name}.wasm`];
  const key = hashValue(await Promise.all(files.map((file) => hashFile(path.join(built, file)))));
  const directory = path.join(options.out, test.name.replace('/', '-'));
  const module = path.join(directory, `${name}.js`);
  if (existsSync(module) && (await upToDate(directory, key))) return module;
  await buildAside(directory, async (aside) => {
    for (const file of files) await copyFile(path.join(built, file), path.join(aside, file));
    await writeFile(path.join(aside, 'package.json'), '{"type": "module"}\n');
    await writeManifest(aside, key, {});
  });
  return module;
}
