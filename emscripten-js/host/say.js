// Messages that every program's host has. In a bundle `say`...`` is a number with the values: the texts lie in the library's memory then
// (tools/texts.mjs), beside those of statuses. A page loads them with the WebAssembly, compiled code that it does not parse.

/**
 * The text of a message. Not before the WebAssembly is there.
 * @param {TemplateStringsArray} texts @param {unknown[]} values
 */
export const say = (texts, ...values) => String.raw({ raw: texts }, ...values);
