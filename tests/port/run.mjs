// Runs a command of a test and tells how it ended.
import { startChild } from '../runner/children.mjs';

/**
 * @param {string[]} command
 * @param {string} cwd
 * @returns {Promise<{code: number | null, text: string}>} text is stdout and stderr
 */
export async function run([program = '', ...args], cwd) {
  let text = '';
  const child = startChild(program, args, { cwd, onText: (more) => (text += more) });
  const { code } = await child.ended;
  return { code, text };
}

/**
 * Runs a compiler, which must succeed and say nothing.
 * @param {string[]} command
 * @param {string} cwd
 */
export async function build(command, cwd) {
  const { code, text } = await run(command, cwd);
  const said = text.split('\n').filter((line) => line !== '' && !/^(cache|system_libs):INFO/.test(line));
  if (code !== 0 || said.length > 0) throw new Error(`${command.join(' ')}\nended with code ${code} and said:\n${text}`);
}
