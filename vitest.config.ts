import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { findPostgres } from './scripts/find.mjs';
import { databaseTests } from './scripts/test-files.mjs';
import { filesOf, POSTGRES_ALONE, SQLITE_ALONE } from './tests/support/one-engine.ts';

const leftOut = process.env.RAPPORT_WITHOUT?.split(',').filter(Boolean) ?? [];
process.env.RAPPORT_POSTGRES ??= findPostgres() ?? '';
// What stands on a database runs once on each engine that is there.
const sqliteAlone = filesOf(SQLITE_ALONE.filter(({ toSpareTime }) => !toSpareTime || !process.env.RAPPORT_LONG));
const onPostgres = process.env.RAPPORT_POSTGRES ? databaseTests().filter((path) => !sqliteAlone.includes(path)) : [];
const postgresIn = (...folders: string[]) =>
  onPostgres.filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)));
const exclude = ['**/node_modules/**', '**/dist/**', ...leftOut];
const onSqlite = { exclude: [...exclude, ...filesOf(POSTGRES_ALONE)] };
const POSTGRES = { RAPPORT_TEST_ENGINE: 'postgres' };

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
    // Many tests wait for a browser, a mail server or a disk: three at once also where there are but two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // Files share their modules: each test opens a database or starts a server of its own, and what modules keep they keep by
    // database. Pure compute keeps nothing.
    isolate: false,
    exclude,
    projects: [
      { extends: true, test: { name: 'pure', include: ['{surveys,analytics,messages,charts}/**/*.test.ts'] } },
      ...[
        { name: 'server', include: ['{db,api,web}/**/*.test.ts'], ...onSqlite },
        { name: 'server on PostgreSQL', include: postgresIn('db', 'api'), env: POSTGRES },
      ].map((test) => ({
        extends: true as const,
        test: { ...test, globalSetup: ['db/testing/shared-postgres.ts'] },
      })),
      ...[
        { name: 'whole', include: ['tests/**/*.test.ts'], ...onSqlite },
        { name: 'whole on PostgreSQL', include: postgresIn('tests'), env: POSTGRES },
      ].map((test) => ({
        extends: true as const,
        test: { ...test, globalSetup: ['db/testing/shared-postgres.ts', 'tests/support/demo-data.ts'] },
      })),
    ],
  },
});
