export * from './test-hpp-run.page.mjs';
