// Checks include/deputy.h as its users meet it. `node tools/check-header.mjs`, inside the toolchain, after `make lib`.
//
//   compiling  alone and used, as every C from 99 and every C++ from 11 on, with every warning an error, by emcc and, where
//              there is one, by the machine's own compiler; then a C and a C++ file that both use it, linked and run
//   comments   every function and type says \threads, \since, each \param, and \returns if it returns something
//   names      nothing but deputy_ and DEPUTY_, and nothing of the inside
//
// A check that finds too little to check fails, and the checks of comments and names are tried on bad headers first.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { portFlags } from './flags.mjs';

const checkout = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const include = path.join(checkout, 'include');

/** What the header had when this was written. It only grows. */
const functionsAtLeast = 18;
const typesAtLeast = 7;

// ---- comments and names -------------------------------------------------------------------------------------------

/**
 * @typedef {object} Declaration
 * @property {'function' | 'type' | 'macro'} kind
 * @property {string} name
 * @property {string} comment '' if there is none
 * @property {string[]} params
 * @property {boolean} returns
 */

/** What `\threads` may say. */
const threads = [
  /^any thread, never blocks$/,
  /^any thread, blocks until [^,]+, on the UI returns DEPUTY_WOULD_BLOCK$/,
  /^any thread, blocks like \w+\(\w*\)$/,
  /^owner only$/,
  /^inside a job only$/,
];

/** Names of the inside that bindings and shims have; none may reach the header. */
const inside = /^deputy_(sys|core|js_(ring|attach|end))_?/;
/** The include guard, and what shares the comment of DEPUTY_VERSION_MAJOR. */
const undocumented = /^DEPUTY_(H|VERSION_MINOR|VERSION_PATCH)$/;

/**
 * The parameter names of a declaration.
 * @param {string} list what is between the brackets
 */
function parameters(list) {
  if (/^\s*(void)?\s*$/.test(list)) return [];
  return list.split(',').map((one) => /(\w+)\s*(\[\w*\])?\s*$/.exec(one)?.[1] ?? one.trim());
}

/** @param {string} header @returns {Declaration[]} */
export function parse(header) {
  /** @type {Declaration[]} */
  const found = [];
  // Comments that are not documentation would only confuse; bodies of inline functions hold no declarations at column 0.
  const text = header.replace(/\/\*(?!\*)[\s\S]*?\*\//g, '');
  const comment = String.raw`(?:/\*\*((?:(?!\*/)[\s\S])*)\*/\s*\n)?`;
  /** @param {string} declaration @param {(match: RegExpExecArray) => Declaration | undefined} read */
  const scan = (declaration, read) => {
    for (const match of text.matchAll(new RegExp(`${comment}${declaration}`, 'gm'))) {
      const one = read(/** @type {RegExpExecArray} */ (match));
      if (one) found.push(one);
    }
  };
  scan(String.raw`^((?:static inline |extern )?[A-Za-z_][\w ]*[ *]+)(\w+)\(([^()]*)\)\s*[;{]`, ([, doc = '', type = '', name = '', list = '']) => ({
    kind: 'function', name, comment: doc, params: parameters(list),
    returns: !/^(static inline |extern )?void\s*$/.test(type),
  }));
  scan(String.raw`^(?:typedef (?:struct|union) (\w+) \{|enum (\w+)\s*$|typedef \w+ (\w+);)`, ([, doc = '', record, enumeration, alias]) => {
    const name = record ?? enumeration ?? alias ?? '';
    return { kind: 'type', name, comment: doc, params: [], returns: false };
  });
  scan(String.raw`^#(?:ifdef __cplusplus\n(?:template[^\n]*\n[^\n]*\n)?#)?define (\w+)`, ([, doc = '', name = '']) => (
    { kind: 'macro', name, comment: doc, params: [], returns: false }
  ));
  return found;
}

/**
 * @param {string} comment
 * @param {string} tag
 * @returns {string | undefined} what follows the tag, up to the next one
 */
function tagged(comment, tag) {
  const flat = comment.replace(/^\s*\*\s?/gm, '').replace(/\s+/g, ' ');
  return new RegExp(String.raw`\\${tag} (.*?)(?= \\|(?: #|$))`).exec(`${flat.trim()} `)?.[1]?.trim();
}

/**
 * What is wrong with the comments and names of a header.
 * @param {string} header
 * @returns {{problems: string[], functions: number, types: number}}
 */
export function checkText(header) {
  /** @type {string[]} */
  const problems = [];
  const declarations = parse(header);
  // C and C++ may each have a declaration of a name; one comment is enough.
  const documented = new Set(declarations.filter((one) => one.comment !== '').map((one) => one.name));
  for (const { kind, name, comment, params, returns } of declarations) {
    if (kind === 'macro' ? !/^DEPUTY_[A-Z][A-Z0-9_]*$/.test(name) : !/^deputy_[a-z0-9_]+$/.test(name)) {
      problems.push(`${name}: a ${kind} must not be called so`);
    }
    if (inside.test(name)) problems.push(`${name}: belongs inside, not into the header`);
    if (comment === '') {
      if (!documented.has(name) && !undocumented.test(name)) problems.push(`${name}: has no comment`);
      continue;
    }
    if (tagged(comment, 'since') === undefined) problems.push(`${name}: no \\since`);
    if (kind === 'macro') continue;
    const says = tagged(comment, 'threads');
    if (says === undefined) problems.push(`${name}: no \\threads`);
    else if (!threads.some((phrase) => phrase.test(says))) problems.push(`${name}: \\threads says '${says}', which is none of the phrases`);
    if (kind === 'type') continue;
    const described = [...comment.matchAll(/\\param (\w+)/g)].map(([, param]) => param);
    for (const param of params) if (!described.includes(param)) problems.push(`${name}: no \\param ${param}`);
    for (const param of described) if (!params.includes(param ?? '')) problems.push(`${name}: \\param ${param}, which it does not have`);
    if (returns && tagged(comment, 'returns') === undefined) problems.push(`${name}: no \\returns`);
    if (!returns && tagged(comment, 'returns') !== undefined) problems.push(`${name}: \\returns, but it is void`);
  }
  const count = (/** @type {string} */ kind) => new Set(declarations.filter((one) => one.kind === kind).map((one) => one.name)).size;
  return { problems, functions: count('function'), types: count('type') };
}

/** Each of these must be found wrong, and the first found right. @returns {string[]} */
function checkTheCheck() {
  const good = '/**\n * It.\n *\n * \\param a one\n * \\returns two\n * \\threads any thread, never blocks\n * \\since 0.1.0\n */\nint deputy_it(int a);\n';
  /** @type {[string, string][]} */
  const bad = [
    [good.replace('\\param a one', ''), 'no \\param a'],
    [good.replace('\\param a', '\\param b'), 'no \\param a'],
    [good.replace('\\returns two', ''), 'no \\returns'],
    [good.replace('int deputy_it', 'void deputy_it'), 'but it is void'],
    [good.replace('never blocks', 'sometimes blocks'), 'none of the phrases'],
    [good.replace('\\threads any thread, never blocks', ''), 'no \\threads'],
    [good.replace('\\since 0.1.0', ''), 'no \\since'],
    [good.replace('deputy_it', 'it'), 'must not be called so'],
    [good.replace('deputy_it', 'deputy_sys_it'), 'belongs inside'],
    ['int deputy_it(void);\n', 'has no comment'],
    ['extern void deputy_it(\n    int a);\n', 'has no comment'],
    ['static inline int deputy_it(void) {\n', 'has no comment'],
    ['/** It. \\since 0.1.0 */\ntypedef struct deputy_it {\n', 'no \\threads'],
    ['#define deputy_it_NULL 1\n', 'must not be called so'],
    ['#define DEPUTY_IT 1\n', 'has no comment'],
  ];
  const missed = bad.filter(([text, expected]) => !checkText(text).problems.some((one) => one.includes(expected))).map(([text, expected]) => `'${expected}' is not found in:\n${text}`);
  return [...checkText(good).problems.map((one) => `a good header is found wrong: ${one}`), ...missed];
}

// ---- compiling ------------------------------------------------------------------------------------------------------

const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Werror'];
const standards = { c: ['c99', 'c11', 'c17', 'c23'], cpp: ['c++11', 'c++14', 'c++17', 'c++20', 'c++23'] };

const alone = '#include <deputy.h>\n#include <deputy.h>\n';

/** Uses every macro and every function that takes a value, as C and as C++. @param {string} main */
const used = (main) => `#include <deputy.h>
#if DEPUTY_VERSION_MAJOR + DEPUTY_VERSION_MINOR + DEPUTY_VERSION_PATCH < 1 || DEPUTY_PROTOCOL < 1
#error "no version"
#endif

static deputy_status ${main}_gives(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  *out = argc ? args[0] : deputy_task_value(0);
  return DEPUTY_OK;
}
DEPUTY_JS(sum, (a, b = 1, ...more), { return a + b + more.length; });
DEPUTY_JS_ASYNC(kept, (text), { await null; return \`<\` + text + '>'; });
DEPUTY_EXPORT(${main}_gives, "${main}.gives(any: any): any");

int ${main}_calls(void);
int ${main}_calls(void) {
  deputy_value out = deputy_null();
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.timeout_ms = 1000;
  deputy_js_fn *max = DEPUTY_FN("Math.max");
  deputy_status status = deputy_js_call(DEPUTY_UI, max, &out, DEPUTY_ARGS(deputy_i32(1), deputy_f64(2.5)));
  if (status != DEPUTY_OK) return deputy_report(status, &out);
  if (deputy_to_f64(out) != 2.5) return 2;
  deputy_value_free(&out);
  status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("String"), &out, DEPUTY_ARGS(deputy_cstr("a")), &options);
  if (status != DEPUTY_OK || out.tag != DEPUTY_VALUE_STRING || out.len != 1) return 3;
  deputy_value_free(&out);
  status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("no.such.function"), &out, DEPUTY_NO_ARGS);
  if (status != DEPUTY_NOT_FOUND || !*deputy_error_name(&out) || !*deputy_error_message(&out)) return 4;
  if (!deputy_error_stack(&out) || !*deputy_status_name(status) || !*deputy_status_message(status)) return 5;
  deputy_value_free(&out);
  DEPUTY_JS(sum_too, (a), { return -a; });
  status = deputy_js_call(DEPUTY_UI, sum, &out, DEPUTY_ARGS(deputy_i32(1), deputy_i32(2), deputy_i32(3)));
  if (status != DEPUTY_OK || deputy_to_f64(out) != 4) return 7;
  status = deputy_js_call(DEPUTY_UI, sum_too, &out, DEPUTY_ARGS(deputy_i32(1)));
  if (status != DEPUTY_OK || deputy_to_f64(out) != -1) return 8;
  status = deputy_js_call(DEPUTY_UI, kept, &out, DEPUTY_ARGS(deputy_cstr("a")));
  if (status != DEPUTY_OK || out.len != 3) return 9;
  deputy_value_free(&out);
  status = deputy_js_post(DEPUTY_UI, DEPUTY_FN("String"), DEPUTY_ARGS(deputy_undefined(), deputy_bool(true), deputy_str("b", 1)));
  return status == DEPUTY_OK ? 0 : 6;
}
`;

/** Two files of one program. */
const program = {
  'first.c': used('first'),
  'second.cpp': `${used('second')}
extern "C" int first_calls(void);
int main() {
  int first = first_calls(), second = second_calls();
  return first ? first : second ? 10 + second : 42;
}
`,
};

/**
 * @param {string[]} command
 * @param {string} cwd
 * @returns {Promise<{code: number | null, text: string}>}
 */
function run([name = '', ...args], cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** @param {string} name */
const exists = (name) => run([name, '--version'], checkout).then(({ code }) => code === 0, () => false);

/** @param {string} cwd @param {string[]} problems @returns {Promise<number>} how many were compiled */
async function compile(cwd, problems) {
  /** @type {string[][]} */
  const commands = [];
  for (const [compilers, language] of /** @type {const} */ ([[['emcc', 'gcc'], 'c'], [['em++', 'g++'], 'cpp']])) {
    for (const compiler of compilers) {
      if (!(await exists(compiler))) {
        if (compiler.startsWith('em')) throw new Error(`${compiler} is not on PATH. Run through \`tools/toolchain run\`.`);
        console.log(`check-header: there is no ${compiler} here; emcc's clang does it alone`);
        continue;
      }
      for (const standard of standards[language]) {
        for (const file of ['alone', 'used']) {
          await writeFile(path.join(cwd, `${file}.${language}`), file === 'alone' ? alone : used('one'));
          commands.push([compiler, `-std=${standard}`, ...warnings, `-I${include}`, '-fsyntax-only', `${file}.${language}`]);
        }
      }
    }
  }
  const total = commands.length;
  const worker = async () => {
    for (let command = commands.shift(); command; command = commands.shift()) {
      const { code, text } = await run(command, cwd);
      if (code !== 0 || text !== '') problems.push(`${command.join(' ')}\n${text}`);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  return total;
}

/** @param {string} cwd @param {string[]} problems */
async function link(cwd, problems) {
  for (const [name, text] of Object.entries(program)) await writeFile(path.join(cwd, name), text);
  for (const command of [
    ['emcc', '-O1', '-c', 'first.c', ...portFlags('compile')],
    ['em++', '-O1', '-c', 'second.cpp', ...portFlags('compile')],
    ['em++', '-O1', 'first.o', 'second.o', ...portFlags('link'), '-o', 'program.js'],
  ]) {
    const { code, text } = await run(command, cwd);
    if (code !== 0) return void problems.push(`${command.join(' ')}\n${text}`);
  }
  const { code, text } = await run([process.execPath, 'program.js'], cwd);
  if (code !== 42) problems.push(`a C and a C++ file linked together: exit code ${code} instead of 42\n${text}`);
}

async function main() {
  const problems = checkTheCheck();
  const { functions, types, ...own } = checkText(await readFile(path.join(include, 'deputy.h'), 'utf8'));
  problems.push(...own.problems);
  if (functions < functionsAtLeast) problems.push(`only ${functions} functions found, ${functionsAtLeast} expected: is the header right, is this check?`);
  if (types < typesAtLeast) problems.push(`only ${types} types found, ${typesAtLeast} expected: is the header right, is this check?`);
  const cwd = await mkdtemp(path.join(os.tmpdir(), 'deputy-header-'));
  let compiled = 0;
  try {
    compiled = await compile(cwd, problems);
    await link(cwd, problems);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
  for (const problem of problems) console.error(`check-header: ${problem}`);
  console.log(`check-header: ${functions} functions, ${types} types, compiled ${compiled} ways: ${problems.length === 0 ? 'ok' : `${problems.length} problems`}`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
