// The text that test-example-wordcount counts: several chunks, with everything that makes words hard to tell apart.

/** @param {number} seed @returns {() => number} numbers from 0 to 1, the same ones everywhere */
function random(seed) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

const words = ['The', 'the', 'quick', 'Fox', "don't", 'don’t', 'Übermut', 'naïve', 'Ελλάδα', '日本', 'x86', "rock''n", 'A', '7'];
const between = [' ', ' ', ' ', '\n', ', ', '. ', ' — ', '“', '” ', "' ", ' (', ') ', '\u00a0', '。', '\t'];

export function makeText() {
  const next = random(42);
  const pick = (/** @type {string[]} */ list) => list[Math.floor(next() * list.length)] ?? '';
  const parts = ['\ufeff'];
  for (let i = 0; i < 200_000; i++) parts.push(pick(words), pick(between));
  // Longer than a chunk, without a blank.
  parts.push('\n', 'lo-ng'.repeat(80_000), '\nlast');
  return parts.join('');
}

const letter = '(?:[0-9A-Za-z]|(?![\\u2000-\\u207f\\u3000-\\u303f\\ufeff])[\\u00c0-\\u{10ffff}])';
const word = new RegExp(`${letter}+(?:['’]${letter}+)*`, 'gu');

/** @param {string} text @returns {Map<string, number>} */
export function countWords(text) {
  const counts = new Map();
  for (const [found] of text.matchAll(word)) {
    const folded = found.replace(/[A-Z]/g, (c) => c.toLowerCase()).replaceAll('’', "'");
    counts.set(folded, (counts.get(folded) ?? 0) + 1);
  }
  return counts;
}
