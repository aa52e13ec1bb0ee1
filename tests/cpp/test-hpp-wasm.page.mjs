export { check, module } from './test-hpp.page.mjs';
