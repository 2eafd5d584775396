import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const leftOut = process.env.RAPPORT_WITHOUT?.split(',').filter(Boolean) ?? [];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
    // Many tests wait for a browser, a mail server or a disk: two at once also where there are but two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    exclude: ['**/node_modules/**', '**/dist/**', ...leftOut],
    projects: [
      {
        extends: true,
        // Pure compute keeps nothing between tests, so its files share their modules.
        test: { name: 'pure', include: ['{surveys,analytics,messages,charts}/**/*.test.ts'], isolate: false },
      },
      {
        extends: true,
        // Each test opens a database of its own, and what these modules keep they keep by database.
        test: { name: 'server', include: ['{db,api,web}/**/*.test.ts'], isolate: false },
      },
      {
        extends: true,
        test: { name: 'whole', include: ['tests/**/*.test.ts'], globalSetup: ['tests/support/demo-data.ts'] },
      },
    ],
  },
});
