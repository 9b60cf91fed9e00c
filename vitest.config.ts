import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,lsp,cli,repo}/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'threads',
  },
});
