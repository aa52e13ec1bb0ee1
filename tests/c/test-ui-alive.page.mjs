const frame = globalThis.requestAnimationFrame ?? setTimeout;
const timers = (left) => /** @type {Promise<void>} */ (new Promise((resolve) => {
  const timer = setInterval(() => {
    if (--left > 0) return;
    clearInterval(timer);
    resolve();
  }, 1);
}));
async function frames(left) {
  while (left-- > 0) await new Promise((resolve) => frame(resolve));
}
export const module = {
  deputy: {
    imports: {
      turns: async (turns, pictures) => void (await Promise.all([timers(turns), frames(pictures)])),
      nothing() {},
    },
  },
};
