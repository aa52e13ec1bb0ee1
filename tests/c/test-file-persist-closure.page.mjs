export * from './test-file-persist.page.mjs';
