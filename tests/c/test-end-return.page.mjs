import { orderly } from './ending.mjs';

export const { module, check } = orderly(42, { stdout: ['main returns', 'half a line, handler'], counted: 1 });
