import { defineConfig } from 'vitest/config';

/** Tests against a real Docker Engine: npx vitest run --config test/docker/vitest.config.mts */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/docker/**/*.test.ts'],
    globalSetup: ['test/docker/support/setup.ts'],
    // On a machine that others use as well, an engine takes ten times as long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A loaded machine may starve a container once; twice is a defect.
    retry: process.env['CI'] === undefined ? 0 : 1,
    // Containers cost processor time, not ours: more than two test files at once only slow each other down.
    maxWorkers: 2,
  },
});
