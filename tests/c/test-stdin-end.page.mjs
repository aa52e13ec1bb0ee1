export const module = { deputy: { stdin: () => new Promise(() => {}) } };
