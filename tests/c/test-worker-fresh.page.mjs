export { check, module } from './test-thread-churn.page.mjs';
