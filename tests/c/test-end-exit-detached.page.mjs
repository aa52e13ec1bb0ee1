import { orderly } from './ending.mjs';

export const { module, check } = orderly(7, { counted: 1 });
