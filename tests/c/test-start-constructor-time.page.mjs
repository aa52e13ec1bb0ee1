/** @type {any} */
export const module = { deputy: { imports: { constructors: () => module.deputy.stats().constructors } } };
