export * from './test-workers-fail.page.mjs';
