import { tasks } from './tasks.mjs';

let noted = 0;
export const { module, check } = tasks({
  note(text) {
    if (text === 'posted by the UI') noted++;
  },
  noted: () => noted,
  short() {
    throw Object.assign(new Error('of few words'), { name: 'short', stack: '' });
  },
});
