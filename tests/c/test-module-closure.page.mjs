export * from './test-module.page.mjs';
