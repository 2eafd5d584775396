// Behind `npm test`: builds what the browser tests open, finds a browser and a PostgreSQL server, runs every test and
// closes with `N passed, N failed`. What can't be had is left out loudly; with CI set, leaving out is a failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserTests } from './test-files.mjs';
import { findChromium, findPostgres, findR } from './find.mjs';

const filters = process.argv.slice(2);
const onCi = Boolean(process.env.CI);
const env = { ...process.env };
const leftOut = [];

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
  return status ?? 1;
}

env.RAPPORT_CHROMIUM = findChromium() ?? '';
if (!env.RAPPORT_CHROMIUM) {
  leftOut.push('the browser tests: no Chromium or Chrome was found (set CHROMIUM to its path)');
  env.RAPPORT_WITHOUT = browserTests().join(',');
}
env.RAPPORT_POSTGRES = findPostgres() ?? '';
if (!env.RAPPORT_POSTGRES)
  leftOut.push(
    'the server and the whole on PostgreSQL: no server was found (set POSTGRES_BIN to the folder of initdb). ' +
      'PGlite stood in for it in the contract of the database (db/contract), with one connection',
  );
if (!findR()) leftOut.push('the comparison with R: Rscript was not found');

if (run('pnpm', ['run', 'build']) !== 0) process.exit(1);

const folder = mkdtempSync(join(tmpdir(), 'rapport-test-'));
const report = join(folder, 'report.json');
const status = run('pnpm', [
  'exec',
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...filters,
]);
const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
rmSync(folder, { recursive: true });

for (const what of leftOut) console.error(`\n*** LEFT OUT: ${what}`);
const suiteFaults = result
  ? result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  : 1;
const failed = (result?.numFailedTests ?? 0) + suiteFaults + (onCi ? leftOut.length : 0);
console.log(`\n${result?.numPassedTests ?? 0} passed, ${failed || (status === 0 ? 0 : 1)} failed`);
process.exit(failed === 0 && status === 0 ? 0 : 1);
