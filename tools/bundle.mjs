// Puts emscripten-js together: the host's modules as one symbol, then the internals and the glue, into one JavaScript
// library for emcc. `node tools/bundle.mjs OUT`
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const js = join(dirname(fileURLToPath(import.meta.url)), '..', 'emscripten-js');
const out = process.argv[2];
if (!out) throw new Error('usage: node tools/bundle.mjs OUT');

const bundle = await build({
  entryPoints: [join(js, 'host', 'index.js')],
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'DeputyHostBundle',
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
  // Constants become numbers and unused ones go. Names get short: emcc -O2 does not do that, and they were a tenth of what
  // travels. Names of properties and of errors stay.
  minifySyntax: true,
  minifyIdentifiers: true,
});
const code = bundle.outputFiles[0].text
  .replace(/^"use strict";\s*/, '')
  .replace(/^var DeputyHostBundle = /, '')
  .replace(/;\s*$/, '');
// emcc's preprocessor would act on these.
for (const bad of [/\{\{\{/, /\}\}\}/, /<<</]) {
  if (bad.test(code)) throw new Error(`the host contains ${bad}, which emcc's preprocessor takes for its own`);
}
const host = `// The host, bundled from emscripten-js/host.\naddToLibrary({\n  $DeputyHost: ${JSON.stringify(code)},\n});\n`;
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, [host, ...['internals.js', 'libdeputy.js'].map((name) => readFileSync(join(js, name), 'utf8'))].join('\n'));
