export const module = {
  deputy: { imports: { soon: (value) => new Promise((resolve) => setTimeout(() => resolve(value), 5)) } },
};
