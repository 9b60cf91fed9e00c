import { defineConfig } from 'vitest/config';

/** Tests against an AWS-protocol server: npx vitest run --config test/aws/vitest.config.mts */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/aws/**/*.test.ts'],
    globalSetup: ['test/aws/support/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
