import { broken } from './ending.mjs';

export const { module, check } = broken('abort');
