import { broken } from './ending.mjs';

export const { module, check } = broken('uncaught');
module.deputy.imports.give = () => 1;
