import { imports, showThreads, walk } from '../../examples/fractal/page.js';
import { equal } from '../runner/assert.mjs';
import { rejects, soon, until } from './exports.mjs';

/** @type {number[]} */
const steps = [];
/** @type {HTMLCanvasElement} */
let canvas;
/** @type {unknown} */
let failure;

/** What the canvas shows there. @param {number} x @param {number} y */
function pixel(x, y) {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const on = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d'));
  on.drawImage(canvas, 0, 0);
  return [...on.getImageData(x, y, 1, 1).data];
}

/** @param {any} deputy */
async function script(deputy) {
  const whole = async () => {
    await until(() => steps.at(-1) === 1, 20000);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  };
  const walker = walk(canvas, deputy);
  const table = document.createElement('table');
  const showing = showThreads(table, deputy);
  await soon(walker.look());
  await whole();
  equal(steps.includes(8), true, 'coarse first');
  await until(() => pixel(160, 120)[3] === 255); // drawn on the page
  equal(pixel(160, 120).join(), '8,10,20,255', 'inside of the set');
  equal(pixel(2, 2).join() === '8,10,20,255', false, 'outside');
  // Many, of which the last counts; the page is free meanwhile.
  let frames = 0;
  const frame = () => (frames++, requestAnimationFrame(frame));
  frame();
  steps.length = 0;
  for (let i = 0; i < 30; i++) {
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, clientX: 100, clientY: 60, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await soon(walker.move(10, 0));
  await whole();
  equal(frames > 5, true, 'frames of the page');
  equal(steps.filter((step) => step === 1).length < 30, true, 'views were left');
  await rejects(deputy, soon(deputy.call('look', 0, 0, 1, 100000, 10, { context: 'background' })), 'DEPUTY_OUT_OF_RANGE', /./);
  await until(() => ['main', 'painter', 'pool'].every((name) => table.innerHTML.includes(`<td>${name}</td>`)));
  clearInterval(showing);
  await soon(deputy.call('quit', { context: 'background' }));
}

export const module = () => {
  canvas = document.body.appendChild(document.createElement('canvas'));
  canvas.style.cssText = 'width: 320px; height: 240px; position: absolute; left: 0; top: 0';
  return {
    deputy: { imports: imports(canvas, (step) => void steps.push(step)) },
    preRun: [(/** @type {any} */ app) => void script(app.deputy).catch((error) => {

      failure = error;
      app.deputy.call('quit', { context: 'background' }).catch(() => {});
    })],
  };
};
export function check() {
  if (failure) throw failure;
}
