import { broken } from '../c/ending.mjs';

export const { module, check } = broken('uncaught');
module.deputy.imports.hold = () => {
  const end = performance.now() + 800;
  while (performance.now() < end);
};
