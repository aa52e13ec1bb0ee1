export const module = { deputy: { imports: { never: () => new Promise(() => {}) } } };
