import { orderly } from './ending.mjs';

export const { module, check } = orderly(5, { stdout: ['at exit'] });
