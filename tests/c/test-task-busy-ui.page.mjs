export { check, module } from './busy-ui.mjs';
