import { ends } from './sync.mjs';

export const { module, check } = ends((deputy) => deputy.callSync('recurse'), /a thread has failed, and the program ends/);
