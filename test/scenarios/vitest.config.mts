import { defineConfig } from 'vitest/config';

/** The examples, run as a user runs them: npx vitest run --config test/scenarios/vitest.config.mts */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/scenarios/**/*.test.ts'],
    globalSetup: ['test/scenarios/support/setup.ts'],
    // The first run of an example builds its image, with packages from the registries.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A loaded machine may starve a container once; twice is a defect.
    retry: process.env['CI'] === undefined ? 0 : 1,
    maxWorkers: 2,
  },
});
