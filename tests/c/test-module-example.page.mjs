// As a bundler would have it.
const modules = { './shapes.mjs': () => import('./shapes.mjs') };
export const module = { deputy: { importModule: (/** @type {'./shapes.mjs'} */ specifier) => modules[specifier]() } };
