export * from './test-file-ahead.page.mjs';
