// A script that is asked for and never comes.

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = { never() {} };
