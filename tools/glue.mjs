// Makes the glue shorter, as esbuild and terser do it with the host: functions of the JavaScript libraries that emcc takes in as they
// are, and the names of their properties. emcc renames neither. What has lines for emcc's preprocessor in it stays as it is.
import { parse } from 'acorn';
import { minify } from 'terser';
import { withoutShadows } from './shadows.mjs';

/** The same text, but that a parser of JavaScript can read it. @param {string} text */
export const readable = (text) => text.replace(/^#.*$/gm, (line) => ' '.repeat(line.length)).replace(/\{\{\{.*?\}\}\}/g, (macro) => '0'.padEnd(macro.length));

/** Is a variable named to a macro? @param {string} text */
const isNamed = (text) => /\{\{\{ *makeDynCall/.test(text);

/** The properties of what is given to addToLibrary(). @param {string} text @returns {any[]} */
function symbolsOf(text) {
  const { body } = parse(readable(text), { ecmaVersion: 2022, sourceType: 'script' });
  return /** @type {any[]} */ (body).flatMap(({ expression }) => expression?.callee?.name === 'addToLibrary' ? expression.arguments[0].properties : []);
}

/** @param {any} property */
const nameOf = ({ key }) => String(key.name ?? key.value);

/** Replaces parts of a text. @param {string} text @param {{ start: number, end: number, text: string }[]} parts */
export const replaced = (text, parts) => parts.sort((a, b) => b.start - a.start)
  .reduce((before, part) => before.slice(0, part.start) + part.text + before.slice(part.end), text);

/** Every node of a tree. @param {any} node @param {(node: any) => void} look */
export function each(node, look) {
  if (typeof node?.type === 'string') look(node);
  for (const child of Object.values(node ?? {})) if (child && typeof child === 'object') each(child, look);
}

/** What tests/c/test-internals.c looks at. */
const TESTED = ['loaded', 'threads'];

/**
 * Gives the properties of the library's objects short names, there and where they are used: by the symbol, or by a variable that was set to
 * it. Those keep theirs that are taken out by name, or that the host knows, of objects that it gets to see.
 * @param {string} text @param {Map<string, Map<string, string | number>>} bundles  names that the host's parts have, or the numbers they stand for @param {Map<string, Set<string>>} seen
 * @param {Map<string, string>} shared  names that the host has for properties of its own
 */
function withShortProperties(text, bundles, seen, shared) {
  const program = parse(readable(text), { ecmaVersion: 2022, sourceType: 'script' });
  /** @type {Map<string, Map<string, string | number>>} */
  const objects = new Map(bundles);
  /** @type {{ start: number, end: number, text: string }[]} */
  const parts = [];
  /** Names that a variable has for a symbol. @type {Map<string, string>} */
  const aliases = new Map();
  const taken = new Set(TESTED);
  each(program, ({ type, id, init }) => {
    if (type !== 'VariableDeclarator' || init?.type !== 'Identifier' || !/^Deputy/.test(init.name)) return;
    if (id.type === 'Identifier') aliases.set(id.name, init.name);
    else for (const { key } of id.properties) taken.add(key.name);
  });
  for (const property of symbolsOf(text)) {
    if (property.value.type !== 'ObjectExpression' || /__/.test(nameOf(property))) continue;
    /** @type {any[]} */
    const own = property.value.properties.filter((/** @type {any} */ { key }) =>
      key.type === 'Identifier' && !taken.has(key.name) && !seen.get(nameOf(property))?.has(key.name));
    // Without a dollar sign: emcc puts such keys into quotes, where the closure compiler does not find them.
    const names = new Map(own.map(({ key }, i) => [key.name, `q${i.toString(36)}`]));
    objects.set(nameOf(property).replace('$', ''), names);
    parts.push(...own.map(({ key }) => ({ start: key.start, end: key.end, text: names.get(key.name) ?? '' })));
  }
  each(program, ({ type, object, property, computed, key }) => {
    const name = type === 'MemberExpression' ? property : key;
    const short = shared.get(name?.name);
    // What an object of the glue has of its own comes next.
    if (short && !computed && name.type === 'Identifier' && !objects.get(object?.name)?.has(name.name) && !parts.some(({ start }) => start === name.start)) parts.push({ start: name.start, end: name.end, text: short });
  });
  each(program, ({ type, object, property, computed, start, end }) => {
    if (type !== 'MemberExpression' || computed || object.type !== 'Identifier') return;
    const short = objects.get(aliases.get(object.name) ?? object.name)?.get(property.name);
    if (typeof short === 'number') parts.push({ start, end, text: String(short) });
    else if (short) parts.push({ start: property.start, end: property.end, text: short });
  });
  // Texts that emcc puts into the script as they are.
  const used = new RegExp(`\\b(${[...objects.keys()].join('|')})(\\.)(\\w+)`, 'g');
  each(program, ({ type, value, start, end }) => {
    if (type !== 'Literal' || typeof value !== 'string') return;
    const quoted = text.slice(start, end);
    const short = quoted.replace(used, (whole, object, dot, name) => `${object}${dot}${objects.get(object)?.get(name) ?? name}`);
    if (short !== quoted) parts.push({ start, end, text: short });
  });
  return replaced(text, parts);
}

/** An arrow function with the parentheses and spaces that emcc looks for where it changes a function. @param {string} code  `x={key:value}` */
function arrowsReadable(code) {
  const [{ expression }] = /** @type {any[]} */ (parse(code, { ecmaVersion: 2022 }).body);
  const { value } = expression.right.properties[0];
  if (value.type !== 'ArrowFunctionExpression') return code;
  const { params } = value;
  const arrow = code.indexOf('=>', params.length > 0 ? params.at(-1).end : value.start);
  const given = params.length > 0 ? code.slice(params[0].start, params.at(-1).end) : '';
  return `${code.slice(0, value.start)}${value.async ? 'async ' : ''}(${given}) => ${code.slice(arrow + 2)}`;
}

const ALPHABET = 'ertinsaolcuhdpmfgwvybkxTESNAOIMPCDFRLUBWGHVKYJQXZqzj_$0123456789';

/** Variables get the same names everywhere, not what is frequent in each function: gzip likes it. */
export const mangle = {
  nth_identifier: {
    /** @param {number} n */
    get(n) {
      let name = '';
      for (let base = 54; ; n = Math.floor(n / base) - 1, base = 64) {
        name += ALPHABET[n % base];
        if (n < base) return name;
      }
    },
  },
};

/** @param {string} member  `key: value` or a method */
async function shortMember(member) {
  // Macros are something unknown, also in texts.
  const macros = member.match(/\{\{\{.*?\}\}\}/g) ?? [];
  let next = 0;
  const known = member.replace(/\{\{\{.*?\}\}\}/g, () => `MACRO_${next++}_`);
  // Lines of the preprocessor are statements. Between them statements stay as they are. Where they stand somewhere else, all does.
  const lines = known.match(/^#.*$/gm) ?? [];
  next = 0;
  const marked = known.replace(/^#.*$/gm, () => `LINE_${next++}_;`);
  const compress = lines.length === 0 && { ecma: /** @type {const} */ (2020), passes: 2, properties: false };
  if (lines.length > 0) {
    let found = 0;
    try {
      each(parse(`x={${marked}}`, { ecmaVersion: 2022 }), ({ type, body }) => {
        if (type === 'BlockStatement') found += body.filter((/** @type {any} */ { expression }) => /^LINE_/.test(expression?.name)).length;
      });
    } catch { /* not even that */ }
    if (found !== lines.length) return member;
  }
  const { code = '' } = await minify(`x={${marked}}`, { ecma: 2020, compress, mangle, format: { keep_quoted_props: true } });
  const short = arrowsReadable(withoutShadows(code)).replace(/^x=\{/, '').replace(/\};?$/, '')
    .replace(/;?LINE_(\d+)_;?/g, (_, number) => `;\n${lines[number]}\n`);
  if ((short.match(/^#.*$/gm)?.length ?? 0) !== lines.length) throw new Error(`the preprocessor's lines are lost: ${member}`);
  return short.replace(/MACRO_(\d+)_/g, (_, number) => macros[number]);
}

/**
 * @param {string} text  the library @param {Map<string, Map<string, string | number>>} bundles  by the symbols of the host's parts, what they have
 * @param {Map<string, Set<string>>} seen  by symbols that the host gets to see, what it knows of them
 * @param {Map<string, string>} shared  names that the host has for properties of its own
 */
export async function shortGlue(text, bundles, seen, shared) {
  text = withShortProperties(text, bundles, seen, shared).replace(/^ {4}\w+: undefined,\n/gm, '');
  const members = symbolsOf(text).flatMap((property) => property.value.type === 'ObjectExpression' ? property.value.properties : [property])
    .filter(({ value }) => /Function/.test(value.type))
    .filter((property) => !/__(postset|deps|sig)$/.test(nameOf(property)) && !isNamed(text.slice(property.start, property.end)));
  return replaced(text, await Promise.all(members.map(async ({ start, end }) => ({ start, end, text: await shortMember(text.slice(start, end)) }))));
}
