import { equal } from '../runner/assert.mjs';

let app;
const codes = [];
export const module = {
  preRun: [(instance) => { app = instance; }],
  deputy: {
    imports: {
      setLate() {
        app.onExit = (code) => {
          codes.push(code);
          throw new Error('onExit throws');
        };
      },
    },
  },
};
export const check = () => equal(codes, [2]);
