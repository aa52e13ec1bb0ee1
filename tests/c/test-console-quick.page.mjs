import { orderly } from './ending.mjs';

const stdout = [...Array.from({ length: 2000 }, (_, i) => `line ${i}`), 'half'];
export const { module, check } = orderly(6, { stdout });
