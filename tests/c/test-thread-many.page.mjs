import { tasks } from './tasks.mjs';

export const { module, check } = tasks({}, { pool: { initial: 0, reserve: 0 } });
