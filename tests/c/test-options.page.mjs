import { tasks } from './tasks.mjs';

export const { module, check } = tasks({}, { linger: 0.02, budget: 2.5, spin: 0, logLevel: 'trace', unobserved: 'report', onError: undefined, onLog: undefined });
