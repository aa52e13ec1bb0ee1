import { equal } from '../runner/assert.mjs';

/** @param {import('../runner/program.mjs').Env} env */
export const module = (env) => ({ arguments: [env.base] });

/** @param {unknown} _ @param {{ stdout: string[] }} seen */
export const check = (_, { stdout }) => equal(stdout.join(), '201, 0 bytes');
