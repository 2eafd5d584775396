// `pnpm verify`: everything that a change must pass. `--checks` leaves the tests out.
import { spawnSync } from 'node:child_process';

const steps = [
  ['format', ['exec', 'prettier', '--check', '--log-level', 'warn', '.']],
  ['messages', ['run', 'messages']],
  ['lint', ['exec', 'eslint', '--max-warnings', '0', '.']],
  ['types', ['exec', 'tsc', '-p', '.']],
  ['pages', ['--filter', '@rapport/web', 'check']],
];
// The tests build first, and the size is that of their build.
steps.push(
  ['licences', ['exec', 'node', 'scripts/licences.mjs']],
  ['advisories', ['exec', 'node', 'scripts/advisories.mjs']],
);
if (!process.argv.includes('--checks'))
  steps.push(['tests', ['exec', 'node', 'scripts/test.mjs']], ['size', ['exec', 'node', 'scripts/survey-size.mjs']]);

for (const [name, args] of steps) {
  const started = Date.now();
  const { status } = spawnSync('pnpm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`verify: ${name} failed`);
    process.exit(1);
  }
  console.error(`verify: ${name} ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
