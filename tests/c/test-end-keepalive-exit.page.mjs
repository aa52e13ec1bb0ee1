import { orderly } from './ending.mjs';

export const { module, check } = orderly(9, { stdout: ['handler'], counted: 1 });
