import { equal } from '../runner/assert.mjs';

/** @type {Promise<string>} */
let early;
/** @type {any} */
let program;
export const module = {
  preRun: [(app) => {
    program = app;
    early = app.deputy.call('bad', 1).then(() => 'worked', (error) => error.code);
  }],
};
export async function check(app, { stdout }) {
  equal(stdout, [], 'main() did not run');
  equal(await early, 'DEPUTY_CLOSED', 'a call that waited for the start');
  equal(await program.deputy.exited.then(String, (error) => error.reason), 'start');
}
