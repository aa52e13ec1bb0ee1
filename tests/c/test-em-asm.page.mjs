export const module = { deputy: { imports: { counter: () => /** @type {any} */ (globalThis).pageCounter } } };
