import { tasks } from './tasks.mjs';

let came = 0;
export const { module, check } = tasks({
  next(number, text) {
    const expected = String.fromCharCode(97 + (number % 26)).repeat(number % 10 === 0 ? 2000 : 8);
    if (number !== came) throw new Error(`call ${number} came as number ${came}`);
    if (text !== expected) throw new Error(`call ${number} brought ${text}`);
    came++;
    return number;
  },
  came: () => came,
});
