import { orderly } from './ending.mjs';

export const { module, check } = orderly(7, { stdout: ['second', 'first'], counted: 5001 });
