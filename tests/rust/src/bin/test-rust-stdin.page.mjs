import { equal } from '../../../runner/assert.mjs';

const texts = ['one\n', 'two\n', 'three\nfour', null];

export const module = { deputy: { stdin: () => new Promise((resolve) => setTimeout(() => resolve(texts.shift()), 30)) } };

export const check = (app, { stdout }) => equal(stdout, ['first? ', 'done']);
