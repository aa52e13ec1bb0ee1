import { equal } from '../runner/assert.mjs';

export const module = {};

export const check = (app, { stdout }) => equal(stdout.map((line) => `${line.slice(0, 4)} ${line.length}`), ['xxxx 499999', 'page 4']);
