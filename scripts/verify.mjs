// `pnpm verify`: everything that a change must pass. `--checks` leaves the tests out.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const words = ['messages', ['run', 'messages']];
// Each keeps little more than one core busy: two run side by side, the longest first.
const checks = [
  ['lint', ['exec', 'eslint', '--max-warnings', '0', '.']],
  ['pages', ['--filter', '@rapport/web', 'check']],
  ['types', ['exec', 'tsc', '-p', '.']],
  ['format', ['exec', 'prettier', '--check', '--log-level', 'warn', '.']],
  ['licences', ['exec', 'node', 'scripts/licences.mjs']],
  ['advisories', ['exec', 'node', 'scripts/advisories.mjs']],
];
// The tests build first, and the size is that of their build.
const tests = [
  ['tests', ['exec', 'node', 'scripts/test.mjs']],
  ['size', ['exec', 'node', 'scripts/survey-size.mjs']],
];

/** Runs a step, whose output is shown as it comes or, of one beside others, in one piece at its end. */
async function passes([name, args], { beside = false } = {}) {
  const started = Date.now();
  const child = spawn('pnpm', args, {
    stdio: beside ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: process.platform === 'win32',
  });
  const output = [];
  for (const stream of beside ? [child.stdout, child.stderr] : []) stream.on('data', (chunk) => output.push(chunk));
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  process.stderr.write(Buffer.concat(output));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.error(status === 0 ? `verify: ${name} ok (${seconds} s)` : `verify: ${name} failed`);
  return status === 0;
}

async function allPass(steps, lanes) {
  const queue = [...steps];
  let passed = true;
  const lane = async () => {
    while (passed && queue.length > 0) if (!(await passes(queue.shift(), { beside: lanes > 1 }))) passed = false;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return passed;
}

const passed =
  (await allPass([words], 1)) &&
  (await allPass(checks, Math.min(2, availableParallelism()))) &&
  (process.argv.includes('--checks') || (await allPass(tests, 1)));
process.exitCode = passed ? 0 : 1;
