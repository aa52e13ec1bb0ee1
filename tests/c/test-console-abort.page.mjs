import { broken } from './ending.mjs';

const stdout = [...Array.from({ length: 2000 }, (_, i) => `line ${i}`), 'half'];
export const { module, check } = broken('abort', { stdout });
