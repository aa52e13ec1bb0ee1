import { shops } from './objects.mjs';

export const module = { deputy: { imports: shops() } };
export { noneLeft as check } from './objects.mjs';
