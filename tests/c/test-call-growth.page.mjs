export const module = {
  deputy: {
    imports: { back: (value) => value, later: (value) => new Promise((resolve) => setTimeout(() => resolve(value))) },
  },
};
