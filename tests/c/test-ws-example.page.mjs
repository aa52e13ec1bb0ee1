/** @param {import('../runner/program.mjs').Env} env */
export const module = (env) => ({ deputy: {}, arguments: [env.base] });
