// The page's side of the tests of blocking primitives (blocks.h): busy 200 ms at a time, as long as it is asked to.
let on = false;
let turns = 0;

function turn() {
  if (!on) return;
  const until = performance.now() + 200;
  while (performance.now() < until);
  turns++;
  setTimeout(turn);
}

export const module = {
  deputy: {
    imports: {
      beBusy() {
        on = true;
        setTimeout(turn);
      },
      isHidden: () => (document.hidden ? 1 : 0),
      beIdle() {
        on = false;
        return turns;
      },
    },
  },
};
