// JavaScript that emdeputy's core adds to a threaded C++ program that already uses files and iostream, gzip -9.
// `stock` is the size of that program's JavaScript without emdeputy, `ours` the difference.
// UNIT: KiB
// ENV: node
// BAR: <= 16
import { addedSize } from './engine/size.mjs';

/** @type {import('./engine/measure.mjs').Measure} */
export default (build) => addedSize(build, 'size.cpp', '.mjs');
