export const module = {
  deputy: { imports: { app: { inner: { f: () => 5 }, f() {}, number: 7, nothing: null } } },
};
