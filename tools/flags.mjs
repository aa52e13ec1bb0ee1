// Prints the emcc flags of emscripten-js/port/flags.json for a shell or a Makefile.
//
//   node tools/flags.mjs compile|link|all|guard|rust|rust-link [ROOT]
//
// "all" is for compiling and linking in one step; "guard" are more flags for linking, of the development flavour (docs/guard.md). "rust" is RUSTFLAGS of a
// Rust program, "rust-link" what rustc is told for linking it (docs/rust.md). ROOT stands for the checkout in paths; without it, where it is.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const checkout = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = path.join(checkout, 'emscripten-js/port/flags.json');

/**
 * @param {'compile' | 'link' | 'all' | 'guard'} step
 * @param {string} [root]
 * @returns {string[]}
 */
export function portFlags(step, root = checkout) {
  /** @type {{compile: string[], link: string[], guard: string[]}} */
  const { compile, link, guard } = JSON.parse(readFileSync(file, 'utf8'));
  const flags = { compile, link, all: [...new Set([...compile, ...link])], guard }[step];
  return flags.map((flag) => flag.replaceAll('${ROOT}', root));
}

/** What std and every crate of a Rust program is compiled with; the core in the archive is, too. */
export const rustFlags = ['-Ctarget-feature=+atomics,+bulk-memory,+mutable-globals', '-Aunstable-features'];

/**
 * How rustc links a program with the crate `deputy`, which takes the place of the archive. Debian's rustc would look for a linker of its
 * own.
 * @param {readonly string[]} link words for emcc
 */
export const rustLink = (link) => ['-Clink-self-contained=no', ...link.filter((flag) => !flag.endsWith('.a')).map((flag) => `-Clink-arg=${flag}`)];

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  const [step = '', root] = process.argv.slice(2);
  if (step === 'rust') {
    console.log(rustFlags.join(' '));
  } else if (step === 'rust-link') {
    console.log(rustLink(portFlags('link', root)).join(' '));
  } else if (step === 'compile' || step === 'link' || step === 'all' || step === 'guard') {
    console.log(portFlags(step, root).join(' '));
  } else {
    console.error('usage: node tools/flags.mjs compile|link|all|guard|rust|rust-link [ROOT]');
    process.exit(2);
  }
}
