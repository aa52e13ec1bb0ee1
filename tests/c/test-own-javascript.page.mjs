/** @param {import('../runner/program.mjs').Env} env */
export const module = (env) => ({ arguments: [new URL('./own-module.mjs', import.meta.url).href, `${env.base}text`] });
