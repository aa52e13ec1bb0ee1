import { orderly } from './ending.mjs';

export const { module, check } = orderly(4);
