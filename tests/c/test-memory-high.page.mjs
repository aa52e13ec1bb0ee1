import { memory } from './memory.mjs';

export const { module, check } = memory({ rounds: 3, size: 2_000_000, many: 1500, timeout: 120_000 });
