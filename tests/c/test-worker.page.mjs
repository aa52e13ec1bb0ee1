export const module = {
  deputy: { imports: { address: () => new URL('module-good.mjs', import.meta.url).href } },
};
