import { tasks } from './tasks.mjs';

const isNode = !('document' in globalThis);
const folder = isNode ? `${process.getBuiltinModule('node:os').tmpdir()}/deputy-ahead-${process.pid}` : undefined;

const { module: made, check: checkTasks } = tasks({
  otherProcess(at, text) {
    const fs = process.getBuiltinModule('node:fs');
    const file = fs.openSync(`${folder}/file`, 'r+');
    fs.writeSync(file, text, at);
    fs.closeSync(file);
    return 1;
  },
});

export const module = { ...made, arguments: folder ? [folder] : [] };

/** @param {any} program */
export function check(program) {
  checkTasks(program);
  if (folder) process.getBuiltinModule('node:fs').rmSync(folder, { recursive: true });
}
