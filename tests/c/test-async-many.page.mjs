import { tasks } from './tasks.mjs';

export const { module, check } = tasks({ number: (value) => value });
