import { ends } from './sync.mjs';

export const { module, check } = ends((deputy) => deputy.callSync('trap'), /a thread has failed, and the program ends/);
