/** @type {PromiseWithResolvers<void>} */
let held = Promise.withResolvers();
let released = Promise.withResolvers();
export const module = {
  deputy: {
    imports: {
      hold() {
        held.resolve();
        return released.promise;
      },
      whenHeld: () => held.promise,
      release() {
        released.resolve('released');
        held = Promise.withResolvers();
        released = Promise.withResolvers();
      },
    },
  },
};
