export * from './test-hpp-run.server.mjs';
