import { ends } from './sync.mjs';

export const { module, check } = ends((deputy) => deputy.callSync('leaves', false), /leaves|the program has ended with code 7/);
