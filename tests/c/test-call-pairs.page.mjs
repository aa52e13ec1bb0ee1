import { tasks } from './tasks.mjs';

export const { module, check } = tasks({ make: () => new Map([['a', 1]]) });
