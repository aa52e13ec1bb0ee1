import { orderly } from './ending.mjs';

const made = orderly(9, { stdout: ['waited', 'last'] });
Object.assign(made.module.deputy.imports, { soon: () => new Promise((resolve) => setTimeout(() => resolve(7), 5)) });
export const { module, check } = made;
