// Bars as benches write them: `[PART] <= NUMBER [stock] [(ENV, ...)]`. NUMBER may be a fraction such as 1/20; with "stock"
// it bounds ours divided by stock, else the value itself, in the bench's unit.

/** @typedef {'node' | 'chromium' | 'firefox'} EnvName */
/**
 * @typedef {object} Bar
 * @property {string} part "" for the bench's own value
 * @property {boolean} most whether the bound is an upper one
 * @property {number} bound
 * @property {boolean} ofStock
 * @property {EnvName[] | undefined} env undefined: everywhere
 * @property {string} text without part and environments
 */
/** @typedef {{ours: number, stock: number}} Pair */

const shape = /^(?<part>.*?)\s*(?<sign><=|>=)\s*(?<over>[\d.]+)(?:\/(?<under>[\d.]+))?(?<stock> stock)?(?:\s*\((?<env>[\w, ]+)\))?$/;

/** @param {string} line @returns {Bar} */
export function parseBar(line) {
  const found = shape.exec(line)?.groups;
  if (!found) throw new Error(`BAR: '${line}' is not like '[PART] <= NUMBER [stock] [(ENV, ...)]'`);
  const number = found['under'] ? `${found['over']}/${found['under']}` : `${found['over']}`;
  return {
    part: found['part'] ?? '',
    most: found['sign'] === '<=',
    bound: Number(found['over']) / Number(found['under'] ?? 1),
    ofStock: Boolean(found['stock']),
    env: found['env'] ? /** @type {EnvName[]} */ (found['env'].split(/[, ]+/)) : undefined,
    text: `${found['sign']} ${number}`,
  };
}

/** @param {Bar} bar @param {string} unit */
export const barText = (bar, unit) => `${bar.part && `${bar.part} `}${bar.text} ${bar.ofStock ? '× stock' : unit}`;

/** @param {Bar} bar @param {Pair | undefined} pair */
export function holds(bar, pair) {
  if (!pair) return false;
  const value = bar.ofStock ? pair.ours / pair.stock : pair.ours;
  return bar.most ? value <= bar.bound : value >= bar.bound;
}
