// Watches the page's frames: how long the user interface did nothing, at worst, and draws every frame's length as a bar.

/**
 * @typedef {object} FrameReport
 * @property {number} frames
 * @property {number} longest milliseconds
 * @property {number} elapsed milliseconds
 * @property {boolean} hidden the page was hidden meanwhile, where browsers draw no frames
 */

/** Bars are this high for this many milliseconds. */
const scale = 60;
const barWidth = 4;

export class FrameMeter {
  #request = 0;
  #running = false;
  #start = 0;
  #last = 0;
  /** @type {FrameReport} */
  #report = { frames: 0, longest: 0, elapsed: 0, hidden: false };

  /**
   * @param {HTMLCanvasElement} canvas the bars
   * @param {HTMLElement} hand turns while frames come
   * @param {(report: FrameReport) => void} onFrame
   */
  constructor(canvas, hand, onFrame) {
    this.canvas = canvas;
    this.hand = hand;
    this.onFrame = onFrame;
  }

  start() {
    this.#running = true;
    this.#start = this.#last = performance.now();
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#onVisibility();
    this.#request = requestAnimationFrame(this.#tick);
  }

  /** @returns {FrameReport} */
  stop() {
    if (this.#running) this.#measure();
    this.#running = false;
    cancelAnimationFrame(this.#request);
    document.removeEventListener('visibilitychange', this.#onVisibility);
    return this.#report;
  }

  #onVisibility = () => {
    if (document.hidden) this.#report.hidden = true;
    else this.#last = performance.now();
  };

  #tick = () => {
    const gap = this.#measure();
    this.#report.frames++;
    this.#draw(gap);
    this.onFrame(this.#report);
    this.#request = requestAnimationFrame(this.#tick);
  };

  #measure() {
    const now = performance.now();
    const gap = now - this.#last;
    this.#last = now;
    this.#report.longest = Math.max(this.#report.longest, gap);
    this.#report.elapsed = now - this.#start;
    return gap;
  }

  /** @param {number} gap */
  #draw(gap) {
    const { canvas, hand } = this;
    hand.style.setProperty('transform', `rotate(${(this.#report.elapsed / 1000) * 360}deg)`);
    const context = canvas.getContext('2d');
    if (!context) return;
    const columns = Math.floor(canvas.width / barWidth);
    const column = (this.#report.frames - 1) % columns;
    const height = Math.min(1, gap / scale) * canvas.height;
    const style = getComputedStyle(canvas);
    // The bar, and a gap ahead of it: where a long run writes over its oldest frames.
    context.clearRect(column * barWidth, 0, 8 * barWidth, canvas.height);
    context.fillStyle = gap > 50 ? style.getPropertyValue('--bad') : style.getPropertyValue('--accent');
    context.fillRect(column * barWidth, canvas.height - height, barWidth - 1, height);
  }
}
