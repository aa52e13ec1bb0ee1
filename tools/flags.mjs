// Prints the emcc flags of emscripten-js/port/flags.json for a shell or a Makefile.
//
//   node tools/flags.mjs compile|link|all|guard [ROOT]
//
// "all" is for compiling and linking in one step; "guard" are more flags for linking, of the development flavour (docs/guard.md). ROOT stands for the checkout in paths; without it, where it is.
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

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  const [step, root] = process.argv.slice(2);
  if (step !== 'compile' && step !== 'link' && step !== 'all' && step !== 'guard') {
    console.error('usage: node tools/flags.mjs compile|link|all|guard [ROOT]');
    process.exit(2);
  }
  console.log(portFlags(step, root).join(' '));
}
