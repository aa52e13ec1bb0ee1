import { orderly } from './ending.mjs';

export const { module, check } = orderly(5, { stdout: ['from a callback'], counted: 2 });
