export { module } from './test-timer.page.mjs';
