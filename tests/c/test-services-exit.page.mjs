/** @param {import('../runner/program.mjs').Env} env */
export const module = (env) => ({ arguments: [env.base] });
