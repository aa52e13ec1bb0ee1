// The host's messages that lie in the library's memory: those that are written say`...` in emscripten-js. A number stands for each in the
// bundle; every program has all of them, so what only some parts say is an ordinary text there.
//
//   node tools/texts.mjs [--check]     writes rust-core/src/texts.rs, or fails if it is out of date
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { STATUS_COUNT } from '../emscripten-js/host/protocol.js';
import { each, readable, replaced } from './glue.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = join(root, 'rust-core/src/texts.rs');

/** The messages in a script. @param {string} code @returns {{ text: string, start: number, end: number, values: string[] }[]} */
function messagesIn(code) {
  /** @type {{ text: string, start: number, end: number, values: string[] }[]} */
  const found = [];
  const program = parse(readable(code), { ecmaVersion: 2022, sourceType: 'module' });
  each(program, ({ type, tag, quasi, start, end }) => {
    if (type !== 'TaggedTemplateExpression' || (tag.name ?? tag.property?.name) !== 'say') return;
    const texts = quasi.quasis.map((/** @type {any} */ part) => part.value.raw.replace(/\s*\n\s*/g, ' '));
    const text = texts.join('{}');
    if (/\\|\{\{|[^ -~]/.test(text) || texts.some((/** @type {string} */ part) => part.includes('{}'))) throw new Error(`tools/texts.mjs cannot have: ${text}`);
    found.push({ text, start, end, values: quasi.expressions.map((/** @type {any} */ one) => code.slice(one.start, one.end)) });
  });
  return found;
}

/** Where messages begin: behind what statuses mean, and their names. */
const FIRST = 2 * STATUS_COUNT;

/** @type {string[]} */
const texts = [];
for (const folder of ['emscripten-js', 'emscripten-js/host']) {
  for (const name of readdirSync(join(root, folder)).filter((one) => one.endsWith('.js')).sort()) {
    for (const { text } of messagesIn(readFileSync(join(root, folder, name), 'utf8'))) if (!texts.includes(text)) texts.push(text);
  }
}

/** A script with numbers in the place of messages. @param {string} code @param {string} say  what says them there @returns {string} */
export function withNumbers(code, say) {
  return replaced(code, messagesIn(code).map(({ text, start, end, values }) => ({
    start, end, text: `${say}(${[FIRST + texts.indexOf(text), ...values.map((value) => withNumbers(value, say))].join(', ')})`,
  })).filter((part, _, all) => !all.some((other) => other.start < part.start && part.end < other.end)));
}

const rust = `//! Generated from emscripten-js by tools/texts.mjs; do not edit.
//!
//! Messages of the host, \`{}\` being its values. Every program has them, and has them here.

use core::ffi::CStr;

/// In the order of their numbers.
#[rustfmt::skip]
pub const MESSAGES: &[&CStr] = &[
${texts.map((text) => `    c"${text.replaceAll('"', '\\"')}",`).join('\n')}
];
`;

if (process.argv[1] === fileURLToPath(import.meta.url) && readFileSync(file, 'utf8') !== rust) {
  if (process.argv.includes('--check')) {
    console.error('texts: rust-core/src/texts.rs is out of date: run `make generate` and commit it');
    process.exit(1);
  }
  writeFileSync(file, rust);
  console.log('texts: wrote rust-core/src/texts.rs');
}
