import { orderly } from './ending.mjs';

export const { module, check } = orderly(6, { stdout: ['main returns', 'popped', 'handler'], counted: 1 });
