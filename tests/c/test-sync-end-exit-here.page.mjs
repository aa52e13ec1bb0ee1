import { ends } from './sync.mjs';

export const { module, check } = ends((deputy) => deputy.callSync('leaves', true), /leaves|the program has ended with code 7/);
