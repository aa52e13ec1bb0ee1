// Prints the emcc flags of emscripten-js/port/flags.json for a shell or a Makefile.
//
//   node tools/flags.mjs compile|link|all [ROOT]
//
// "all" is for compiling and linking in one step. ROOT stands for the checkout in paths; without it, where it is.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const checkout = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = path.join(checkout, 'emscripten-js/port/flags.json');

/**
 * @param {'compile' | 'link' | 'all'} step
 * @param {string} [root]
 * @returns {string[]}
 */
export function portFlags(step, root = checkout) {
  /** @type {{compile: string[], link: string[]}} */
  const { compile, link } = JSON.parse(readFileSync(file, 'utf8'));
  const flags = { compile, link, all: [...new Set([...compile, ...link])] }[step];
  return flags.map((flag) => flag.replaceAll('${ROOT}', root));
}

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  const [step, root] = process.argv.slice(2);
  if (step !== 'compile' && step !== 'link' && step !== 'all') {
    console.error('usage: node tools/flags.mjs compile|link|all [ROOT]');
    process.exit(2);
  }
  console.log(portFlags(step, root).join(' '));
}
