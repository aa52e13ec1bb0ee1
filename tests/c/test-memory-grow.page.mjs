import { memory } from './memory.mjs';

export const { module, check } = memory({ rounds: 10, size: 100_000, many: 20, timeout: 90_000 });
