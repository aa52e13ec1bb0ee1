/** @type {any} */
let deputy;
const sorted = () => [3, 1, 2].sort((a, b) => deputy.callSync('compare', a, b, { context: 'caller' })).join();
export const module = { preRun: [(/** @type {any} */ app) => void (deputy = app.deputy)], deputy: { imports: { sorted } } };
