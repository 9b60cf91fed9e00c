import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,lsp,cli,repo,fuzz}/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'threads',
  },
});
