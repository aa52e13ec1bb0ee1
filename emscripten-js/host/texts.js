// Texts in the library's memory: what statuses mean, their names, and messages of the host (say.js).

/** @type {(number: number) => string} */
let given = () => '';

/** @param {(number: number) => string} texts */
export function giveTexts(texts) {
  given = texts;
}

/** A text by its number, empty where there is no library yet. @param {number} number */
export const textAt = (number) => given(number);

/** In a bundle, in the place of `say`. @param {number} number @param {unknown[]} values */
export const sayNumber = (number, ...values) => textAt(number).replace(/{}/g, () => String(values.shift()));
