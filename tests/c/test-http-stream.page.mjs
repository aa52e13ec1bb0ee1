export { module, check } from './test-http.page.mjs';
