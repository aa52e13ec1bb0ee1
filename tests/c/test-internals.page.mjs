/** @type {PromiseWithResolvers<void>} */
const running = Promise.withResolvers();
export const module = {
  deputy: {
    imports: {
      never() {
        running.resolve();
        return new Promise(() => {});
      },
      running: () => running.promise,
    },
  },
};
