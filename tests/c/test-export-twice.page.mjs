import { equal } from '../runner/assert.mjs';
import { rejects, scripted } from './exports.mjs';

/** @type {string[]} */
const lines = [];
export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  equal(await call('twice'), 'first');
  equal(lines, ['error there are two exports named twice; the first counts']);
  await rejects(deputy, call('later'), 'DEPUTY_NOT_FOUND', /^later: /);
  equal(await call('add', 'later(): string'), 0);
  equal(await call('later'), 'added');
  equal(await call('add', 'later'), -1);
  equal(await call('add', 'a b'), -1);
  equal(await call('add', 'inBackground', { context: 'background' }), 0);
  equal(await call('inBackground'), 'added');
  await rejects(deputy, call('onUi'), 'DEPUTY_NOT_FOUND', /^onUi: /);
  equal(await call('addOnUi'), 0);
  equal(await call('onUi'), 'added on the UI');
}, { onLog: (level, text) => lines.push(`${level} ${text}`) });
