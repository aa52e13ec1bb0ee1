export { module } from '../../../c/blocks.mjs';
