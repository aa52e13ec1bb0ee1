import { tasks } from './tasks.mjs';

let ticks = 0;
const ticking = setInterval(() => ticks++, 10);
const shared = tasks({ ticks: () => ticks });
export const { module } = shared;
export function check(app) {
  clearInterval(ticking);
  shared.check(app);
}
