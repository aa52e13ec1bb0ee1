// The page's side: the canvas goes to the program, the mouse, the wheel and the keys become views.

/** @typedef {import('../../emscripten-js/deputy').Deputy} Deputy */

/** What the program calls; `drawn` after every pass. @param {HTMLCanvasElement} canvas @param {(step: number, ms: number, threads: number) => void} drawn */
export const imports = (canvas, drawn) => ({ fractal: { canvas: () => canvas.transferControlToOffscreen(), drawn } });

/**
 * Lets a person walk through the set.
 * @param {HTMLElement} canvas
 * @param {Deputy} deputy
 */
export function walk(canvas, deputy) {
  const view = { x: -0.6, y: 0, scale: 0 };
  const ratio = () => globalThis.devicePixelRatio || 1;
  const look = () => {
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio()));
    const height = Math.max(1, Math.round(canvas.clientHeight * ratio()));
    view.scale ||= Math.max(3.2 / width, 2.4 / height);
    // On the background: the deputy is at work on the last view, and leaves it when it sees this one.
    return deputy.call('look', view.x, view.y, view.scale, width, height, { context: 'background' });
  };
  /** Moves so that what is at this place of the canvas stays there. @param {number} factor @param {number} atX @param {number} atY from the middle */
  const zoom = (factor, atX = 0, atY = 0) => {
    const scale = Math.min(Math.max(view.scale * factor, 1e-16), 0.05);
    view.x += atX * ratio() * (view.scale - scale);
    view.y += atY * ratio() * (view.scale - scale);
    view.scale = scale;
    return look();
  };
  /** @param {number} dx @param {number} dy of the picture, in CSS pixels */
  const move = (dx, dy) => {
    view.x -= dx * ratio() * view.scale;
    view.y -= dy * ratio() * view.scale;
    return look();
  };

  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(2 ** (event.deltaY / 400), event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2);
  }, { passive: false });
  canvas.addEventListener('pointerdown', (event) => canvas.setPointerCapture(event.pointerId));
  canvas.addEventListener('pointermove', (event) => event.buttons & 1 && move(event.movementX, event.movementY));
  canvas.addEventListener('keydown', (event) => {
    const keys = { '+': () => zoom(0.7), '-': () => zoom(1.4), ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60) };
    const act = keys[/** @type {keyof typeof keys} */ (event.key)];
    if (act) event.preventDefault(), act();
  });
  new ResizeObserver(() => void look()).observe(canvas);
  return { view, look, zoom, move };
}

/**
 * Fills a table with the program's threads, again and again.
 * @param {HTMLTableElement} table
 * @param {Deputy} deputy
 */
export function showThreads(table, deputy) {
  const row = (/** @type {'th' | 'td'} */ cell, /** @type {unknown[]} */ texts) => {
    const made = document.createElement('tr');
    for (const text of texts) made.appendChild(document.createElement(cell)).textContent = String(text);
    return made;
  };
  const show = () => {
    const threads = deputy.threads?.() ?? [];
    const rows = threads.map(({ number, name, kind, waits, awaits }) => row('td', [number, name, kind, awaits ? `${waits} of ${awaits}` : waits]));
    table.replaceChildren(row('th', ['#', 'name', 'kind', 'waits for']), ...rows);
  };
  show();
  return setInterval(show, 500);
}
