import { orderly } from './ending.mjs';

export const { module, check } = orderly(0, { stdout: ['no end of line'], counted: 0 });
