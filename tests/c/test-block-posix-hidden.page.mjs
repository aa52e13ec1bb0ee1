export { module } from './blocks.mjs';
