import { tasks } from './tasks.mjs';

export const { module, check } = tasks({
  howMany(...args) {
    const last = args.at(-1);
    return `${args.length} ${last instanceof AbortSignal ? 'AbortSignal' : typeof last}`;
  },
});
