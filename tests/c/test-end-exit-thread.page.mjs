import { orderly } from './ending.mjs';

export const { module, check } = orderly(7, { stdout: ['the thread ends it'], counted: 100 });
