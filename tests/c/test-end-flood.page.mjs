import { orderly } from './ending.mjs';

export const { module, check } = orderly(3, { counted: 100 });
// Slower than a post: the posters always have the next one ready.
module.deputy.imports.slow = () => {
  for (const end = performance.now() + 0.02; performance.now() < end;);
};
