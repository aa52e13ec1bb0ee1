import { equal } from '../runner/assert.mjs';
import { until } from './exports.mjs';

/** @type {HTMLCanvasElement} */
let canvas;
/** @type {unknown} */
let failure;

const press = (/** @type {string} */ key) => {
  for (const type of ['keydown', 'keyup']) {
    window.dispatchEvent(new KeyboardEvent(type, { key, code: `Key${key.toUpperCase()}`, keyCode: key.toUpperCase().charCodeAt(0), bubbles: true, cancelable: true }));
  }
};
const pixel = () => [.../** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).getImageData(5, 5, 1, 1).data].join();

/** @type {Record<string, () => Promise<void> | void>} */
const steps = {
  async looping() {
    await until(() => pixel() === '200,0,0,255');
    press('x');
    const { left, top } = canvas.getBoundingClientRect();
    const at = { clientX: left + 12, clientY: top + 5, button: 0, bubbles: true };
    canvas.dispatchEvent(new MouseEvent('mousemove', at));
    canvas.dispatchEvent(new MouseEvent('mousedown', at));
    window.dispatchEvent(new MouseEvent('mouseup', at));
    press('y');
  },
  async blocking() {
    await until(() => pixel() === '0,0,200,255');
    press('z');
  },
};

export const module = () => {
  canvas = document.body.appendChild(document.createElement('canvas'));
  canvas.id = 'canvas';
  return {
    canvas,
    deputy: { imports: { reached: (/** @type {string} */ what) => void Promise.resolve(steps[what]?.()).catch((error) => (failure = error)) } },
  };
};
export function check() {
  equal(failure, undefined);
}
