/** @type {any} */
let app;
export const module = {
  preRun: [(/** @type {any} */ instance) => void (app = instance)],
  deputy: { imports: { constructors: () => app.deputy.stats().constructors } },
};
