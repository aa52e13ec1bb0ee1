export { check, module } from './test-object-example.page.mjs';
