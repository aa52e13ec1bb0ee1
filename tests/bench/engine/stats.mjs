// Few and robust: latencies between threads come in two modes (both on one core, or on two), so means say little.

/** @typedef {{median: number, min: number, max: number}} Spread */

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** @param {number[]} values @returns {Spread} */
export const spread = (values) => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });
