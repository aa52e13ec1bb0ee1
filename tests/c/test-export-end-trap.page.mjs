import { outstanding } from './exports.mjs';

export const { module, check } = outstanding();
