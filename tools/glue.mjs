// Makes the glue shorter, as esbuild and terser do it with the host: functions of the JavaScript libraries that emcc takes in as they
// are, and the names of the properties of `$Deputy`. emcc renames neither. What has lines for emcc's preprocessor in it stays as it is.
import { parse } from 'acorn';
import { minify } from 'terser';
import { withoutShadows } from './shadows.mjs';

/** The same text, but that a parser of JavaScript can read it. @param {string} text */
const readable = (text) => text.replace(/^#.*$/gm, (line) => ' '.repeat(line.length)).replace(/\{\{\{.*?\}\}\}/g, (macro) => '0'.padEnd(macro.length));

/** Has the preprocessor or its macros something to say about it? @param {string} text */
const isConditional = (text) => /^#|\{\{\{/m.test(text);

/** The properties of what is given to addToLibrary(). @param {string} text @returns {any[]} */
function symbolsOf(text) {
  const { body } = parse(readable(text), { ecmaVersion: 2022, sourceType: 'script' });
  return /** @type {any[]} */ (body).flatMap(({ expression }) => expression?.callee?.name === 'addToLibrary' ? expression.arguments[0].properties : []);
}

/** @param {any} property */
const nameOf = ({ key }) => String(key.name ?? key.value);

/** Replaces parts of a text. @param {string} text @param {{ start: number, end: number, text: string }[]} parts */
const replaced = (text, parts) => parts.sort((a, b) => b.start - a.start)
  .reduce((before, part) => before.slice(0, part.start) + part.text + before.slice(part.end), text);

/**
 * Gives the properties of one symbol short names, here and where they are used.
 * @param {string} text @param {string} symbol @param {Set<string>} known  to others
 */
function withShortProperties(text, symbol, known) {
  const object = symbolsOf(text).find((property) => nameOf(property) === `$${symbol}`).value;
  /** @type {any[]} */
  const own = object.properties.filter((/** @type {any} */ property) => !known.has(nameOf(property)));
  // Without a dollar sign: emcc puts such keys into quotes, where the closure compiler does not find them.
  const names = new Map(own.map((property, i) => [nameOf(property), `q${i.toString(36)}`]));
  const keys = own.map(({ key }) => ({ start: key.start, end: key.end, text: names.get(key.name) ?? '' }));
  return replaced(text, keys).replace(new RegExp(`\\b${symbol}(\\??\\.)(\\w+)`, 'g'), (whole, dot, name) => names.has(name) ? `${symbol}${dot}${names.get(name)}` : whole);
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

/** @param {string} member  `key: value` or a method */
async function shortMember(member) {
  const { code = '' } = await minify(`x={${member}}`, { ecma: 2020, compress: { ecma: 2020, passes: 2, properties: false }, format: { keep_quoted_props: true } });
  return arrowsReadable(withoutShadows(code)).replace(/^x=\{/, '').replace(/\};?$/, '');
}

/** @param {string} text  the library @param {Set<string>} known  words of the host, which gets to see `Deputy` */
export async function shortGlue(text, known) {
  text = withShortProperties(text, 'Deputy', known);
  const members = symbolsOf(text).flatMap((property) => property.value.type === 'ObjectExpression' ? property.value.properties : [property])
    .filter(({ value }) => /Function/.test(value.type))
    .filter((property) => !/__(postset|deps|sig)$/.test(nameOf(property)) && !isConditional(text.slice(property.start, property.end)));
  return replaced(text, await Promise.all(members.map(async ({ start, end }) => ({ start, end, text: await shortMember(text.slice(start, end)) }))));
}
