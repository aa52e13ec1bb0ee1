import { orderly } from '../c/ending.mjs';

export const { module, check } = orderly(12, { stdout: ['a new thread', 'pool joined', 'last'], counted: 1 });
