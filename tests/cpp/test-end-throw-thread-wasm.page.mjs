import { broken } from '../c/ending.mjs';

export const { module, check } = broken('uncaught');
