import { orderly } from './ending.mjs';

export const { module, check } = orderly(0, { stdout: ['main() has ended', 'second thread', 'handler'], counted: 1 });
