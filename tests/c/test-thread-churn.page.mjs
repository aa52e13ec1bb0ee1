import { countWorkers } from './workers.mjs';
import { tasks } from './tasks.mjs';

export const { module, check } = tasks({ workers: countWorkers() });
