import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{surveys,analytics,db,messages,charts,api,web,tests}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(process.env.RAPPORT_WITHOUT?.split(',').filter(Boolean) ?? [])],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
