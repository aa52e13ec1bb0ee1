// Puts emscripten-js together: the host's modules as one symbol, what only some programs use as others, then the internals and the
// glue, into one JavaScript library for emcc. `node tools/bundle.mjs OUT`
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';
import { mangle, shortGlue } from './glue.mjs';
import { withoutShadows } from './shadows.mjs';
import { withNumbers } from './texts.mjs';

const js = join(dirname(fileURLToPath(import.meta.url)), '..', 'emscripten-js');
const out = process.argv[2];
if (!out) throw new Error('usage: node tools/bundle.mjs OUT');

/** Without comments, more or less. @param {string} text */
const bare = (text) => text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');

/** Every word in these files, or every match. @param {string} directory @param {RegExp} files @param {RegExp} [word] */
const wordsIn = (directory, files, word = /[A-Za-z_]\w*/g) => new Set(readdirSync(directory).filter((name) => files.test(name))
  .flatMap((name) => Array.from(bare(readFileSync(join(directory, name), 'utf8')).matchAll(word), ([match]) => match)));

/** Properties of the host's whose names the platform has too, but for things that the host does not use. */
const OWN = ('answer asked begin busy calls closed count cross drop enter f64 factor first giveBack given grow head home i32 interval keep known left limit '
  + 'last memory names out over partial promises refresh refuse released reserve returns sender share sinks slots take tell top turn u8 use written').split(' ');

/** Those that the glue uses, too, and which stand for nothing else in it. */
const SHARED = 'awake inline isReady lastWords linger native onUnobserved pump slept spin syscall'.split(' ');

/**
 * The host's own properties, which get short names as the closure compiler would give them: those that it sets or defines, and whose
 * names neither the platform has (TypeScript's declarations say), nor the glue, nor anybody in quotes; and `OWN` and `SHARED`.
 */
function ownProperties() {
  const compilers = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/@typescript');
  const compiler = readdirSync(compilers).find((name) => name.startsWith('typescript-')) ?? '';
  const platform = wordsIn(join(compilers, compiler, 'lib'), /^lib\..*\.d\.ts$/);
  if (!platform.has('SharedArrayBuffer')) throw new Error('the TypeScript compiler has no declarations of the platform; npm ci in tools/');
  const defined = wordsIn(join(js, 'host'), /\.js$/, /(?<=\bthis\.)[A-Za-z]\w+(?= =)|(?<=^  (?:static |async )?)[A-Za-z]\w+(?=\([^()]*\) \{$)/gm);
  const others = [
    platform,
    wordsIn(js, /\.js$/),
    wordsIn(join(js, 'host'), /\.js$/, /(?<=['"`])[A-Za-z_]\w*(?=['"`])/g),
  ];
  for (const name of SHARED) if (!defined.has(name)) throw new Error(`the host defines no property ${name} any more`);
  return new RegExp(`^(${[...defined].filter((name) => !others.some((names) => names.has(name)) || [...OWN, ...SHARED].includes(name)).join('|')})$`);
}
const mangleProps = ownProperties();
/** One short name for each, in all bundles. @type {Record<string, string | false>} */
let mangleCache = {};

/**
 * What a module of the host exports, and the short names that the bundle's value has for it. Numbers stand for themselves.
 * @param {string} entry @returns {Promise<Map<string, string | number>>}
 */
const namesOf = async (entry) => new Map(Object.entries(await import(pathToFileURL(join(js, 'host', entry)).href))
  .map(([name, value], i) => [name, typeof value === 'number' ? value : `q${i.toString(36)}`]));

/**
 * What a bundle of its own takes from another one instead of having it a second time.
 * @param {RegExp} modules  of it @param {string} entry  its own @param {string} symbol
 * @returns {import('esbuild').Plugin}
 */
const from = (modules, entry, symbol) => ({
  name: `from ${symbol}`,
  setup(at) {
    at.onResolve({ filter: modules }, ({ path }) => ({ path, namespace: symbol }));
    at.onLoad({ filter: /./, namespace: symbol }, async () => ({
      // Pure: what is not used is left out.
      contents: Array.from(await namesOf(entry), ([name, short]) =>
        `export const ${name} = ${typeof short === 'number' ? short : `/* @__PURE__ */ (() => ${symbol}.${short})()`};`).join('\n'),
    }));
  },
});
const fromHost = from(/^\.\/(error|frame|host|memory|names|objects|say|start|utf8|value)\.js$/, 'index.js', 'DeputyHost');
const fromAnswers = from(/^\.\/answers\.js$/, 'answers.js', 'DeputyAnswers');

/** Messages are numbers. @type {import('esbuild').Plugin} */
const numbers = {
  name: 'numbers',
  setup(at) {
    at.onLoad({ filter: /host.say\.js$/ }, () => ({ contents: "export { sayNumber as say } from './texts.js';", resolveDir: join(js, 'host') }));
    at.onLoad({ filter: /host.\w+\.js$/ }, ({ path }) => ({ contents: withNumbers(readFileSync(path, 'utf8'), 'say') }));
  },
};

/**
 * Its value is an object of what the module exports. Not esbuild's own, which has functions that give the functions: the closure
 * compiler takes a call of one for a call without effect.
 * @param {string} entry  one of the host's modules @param {import('esbuild').Plugin[]} plugins
 */
async function bundle(entry, plugins = []) {
  const names = new Map(Array.from(await namesOf(entry)).filter(([, short]) => typeof short === 'string'));
  const { outputFiles: [{ text }], mangleCache: named } = await build({
    stdin: {
      contents: `import { ${Array.from(names, ([name, short]) => `${name} as ${short}`).join(', ')} } from './${entry}'; export default { ${[...names.values()].join(', ')} };`,
      resolveDir: join(js, 'host'),
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    // Constants become numbers and unused ones go. Names get short: emcc -O2 does not do that, and they were a tenth of what
    // travels. Names of errors stay.
    minifySyntax: true,
    minifyIdentifiers: true,
    mangleProps,
    mangleCache,
    plugins: [...plugins, numbers],
  });
  mangleCache = named ?? mangleCache;
  // An expression is wanted. esbuild's own way to make one brings fifteen lines, in every program.
  const value = text.replace(/^export \{\s*([\w$]+) as default\s*\};\s*$/m, 'return $1;');
  if (value === text) throw new Error(`the bundle of ${entry} does not end as expected`);
  // What esbuild leaves to say more shortly, it does; it keeps the lines, so that an error's place can be read.
  const { code: statement = '' } = await minify(`x = (() => {${value}})()`, { ecma: 2020, compress: { ecma: 2020, passes: 3, properties: false }, mangle, format: { beautify: true, indent_level: 1, keep_quoted_props: true } });
  const code = withoutShadows(statement).replace(/^x = /, '').replace(/;\s*$/, '');
  // emcc's preprocessor would act on these.
  for (const bad of [/\{\{\{/, /\}\}\}/, /<<</]) {
    if (bad.test(code)) throw new Error(`the host contains ${bad}, which emcc's preprocessor takes for its own`);
  }
  return JSON.stringify(code);
}
/** The host, and what only programs have that use it. @type {[symbol: string, entry: string, plugins?: import('esbuild').Plugin[]][]} */
const bundles = [
  ['DeputyHost', 'index.js'],
  ['DeputyInput', 'input.js', [fromHost]],
  ['DeputyConsole', 'console.js', [fromHost]],
  ['DeputyOperations', 'operations.js', [fromHost]],
  ['DeputyHttp', 'http.js', [fromHost]],
  ['DeputyWs', 'ws.js', [fromHost]],
  ['DeputyFile', 'file.js', [fromHost]],
  ['DeputyWorker', 'worker.js', [fromHost]],
  ['DeputyThreads', 'threads.js', [fromHost]],
  ['DeputySpawn', 'spawn.js', [fromHost, fromAnswers]],
  ['DeputyAnswers', 'answers.js', [fromHost]],
  ['DeputyTasks', 'tasks.js', [fromHost, fromAnswers]],
  ['DeputyNative', 'native.js', [fromHost, fromAnswers]],
  ['DeputyWatch', 'watch.js', [fromHost]],
];
let host = '';
/** @type {Map<string, Map<string, string | number>>} */
const names = new Map();
for (const [symbol, entry, plugins] of bundles) {
  host += `  $${symbol}: ${await bundle(entry, plugins)},\n`;
  names.set(symbol, await namesOf(entry));
}
mkdirSync(dirname(out), { recursive: true });
const glue = ['internals.js', 'libdeputy.js', 'order.js'].map((name) => withNumbers(readFileSync(join(js, name), 'utf8'), 'DeputyHost.say')).join('\n');
/** Which parts of the host get to see an object of the glue. */
const seen = new Map([['$Deputy', 'watch'], ['$DeputyFolders', 'file']].map(([symbol, name]) => [symbol, wordsIn(join(js, 'host'), new RegExp(`^${name}\\.js$`))]));
writeFileSync(out, `// The host, bundled from emscripten-js/host.\naddToLibrary({\n${host}  $DeputyHost__deps: ['$Deputy'],\n});\n\n${await shortGlue(glue, names, seen, new Map(SHARED.map((name) => [name, String(mangleCache[name])])))}`);
