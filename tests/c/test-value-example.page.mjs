import { equal } from '../runner/assert.mjs';

const draw = (path, widths) => {
  equal(path, [{ x: 1, y: 2.5 }, { x: 1, y: 2.5 }]);
  equal(Array.from(widths), [1, 2]);
  return { length: 2.5, drawn: [true] };
};
export const module = { deputy: { imports: { page: { draw } } } };
