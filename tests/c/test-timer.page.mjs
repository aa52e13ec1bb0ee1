import { tasks } from './tasks.mjs';

export const { module, check } = tasks();
