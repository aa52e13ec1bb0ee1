// Judges what ui-waits.c has counted: who has waited on the UI thread. emscripten's own short locks, around its allocator and
// its queues, may; whatever else is found there is ours.

/** What a lock is made of, down to the wait. */
const MACHINERY = /^(__wrap_|__real_)?(emscripten_futex_wait|ui_waits_note|__timedwait(_cp)?|__wait|__lock|lock|(__)?pthread_mutex_(timed)?lock|(__)?pthread_cond_(timed)?wait|__emscripten_.*lock.*)$/;
/** Who may take one: malloc and its like, and the queues by which other threads reach the UI. */
const EMSCRIPTEN = /^(dl|emmalloc_|mi_|__libc_)?(malloc|free|calloc|realloc|memalign|posix_memalign|internal_memalign|try_realloc_chunk|dispose_chunk|tmalloc_\w+|sbrk|aligned_alloc)|^_?emscripten_(proxy|builtin|thread|dispatch)|^em_(task|proxying)_|^get_tasks_for_thread|^_?emscripten_check_mailbox/;

/** "    at program.wasm.malloc (wasm://...)" in Chromium and Node, "program.wasm.malloc@http://...:wasm-function[12]" in Firefox. */
const NAME = /^(?:\s*at )?(?:\S*?wasm\.)?([^@(]+?)(?: \(|@)/;

/**
 * @param {any} app
 * @returns {{ emscripten: Record<string, number>, ours: Record<string, number> }}  how often who waited
 */
export function uiWaits(app) {
  /** @type {{ emscripten: Record<string, number>, ours: Record<string, number> }} */
  const found = { emscripten: {}, ours: {} };
  for (const [stack, count] of /** @type {Map<string, number>} */ (app.uiWaits ?? new Map())) {
    const names = String(stack).split('\n').map((line) => NAME.exec(line)?.[1] ?? '');
    const who = names.find((name) => name !== '' && name !== 'Error' && !MACHINERY.test(name)) ?? 'unknown';
    const side = EMSCRIPTEN.test(who) ? found.emscripten : found.ours;
    const key = side === found.ours ? `${who} < ${names.slice(names.indexOf(who) + 1, names.indexOf(who) + 6).join(' < ')}` : who;
    side[key] = (side[key] ?? 0) + count;
  }
  return found;
}

/** Throws if anything of ours waited. @param {any} app */
export function checkUiWaits(app) {
  const { emscripten, ours } = uiWaits(app);
  for (const [who, count] of Object.entries(emscripten)) console.log(`${who} of emscripten's waited ${count} times on the UI`);
  if (Object.keys(ours).length > 0) throw new Error(`waits on the UI: ${JSON.stringify(ours, null, 1)}`);
}
