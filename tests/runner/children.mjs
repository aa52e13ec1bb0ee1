// Child processes in process groups of their own, so that a test and everything it started can be ended at once.
import { spawn } from 'node:child_process';

/** @typedef {{code: number | null, signal: NodeJS.Signals | null}} End */
/**
 * @typedef {object} Child
 * @property {Promise<End>} ended rejects if the program could not be started
 * @property {() => void} kill ends the whole group
 */

/** @type {Set<number>} */
const groups = new Set();

/** @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

process.on('exit', () => groups.forEach(killGroup));
for (const [signal, number] of /** @type {const} */ ([['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]])) {
  process.once(signal, () => process.exit(128 + number));
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, onText?: (text: string) => void, onMessage?: (line: string) => void}} [options]
 *   onText gets stdout and stderr; onMessage whole lines of file descriptor 3
 * @returns {Child}
 */
export function startChild(command, args, { cwd, env, onText, onMessage } = {}) {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe', onMessage ? 'pipe' : 'ignore'] });
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text) => onText?.(text));
  }
  const messages = /** @type {import('node:stream').Readable | null} */ (child.stdio[3]);
  let partial = '';
  messages?.setEncoding('utf8');
  messages?.on('data', (text) => {
    const lines = (partial + text).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) onMessage?.(line);
  });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    // "close" comes when the pipes are empty too. A grandchild may hold them open: give that a bound.
    child.once('exit', (code, signal) => {
      const done = () => {
        clearTimeout(timer);
        if (pid !== undefined) {
          killGroup(pid);
          groups.delete(pid);
        }
        resolve({ code, signal });
      };
      const timer = setTimeout(done, 1000);
      child.once('close', done);
    });
  });
  return { ended, kill: () => pid !== undefined && killGroup(pid) };
}
