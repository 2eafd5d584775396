// `pnpm verify`: every package that is installed, also for building and testing, has a licence of licences.json. Offline.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { allowed, unstated } = JSON.parse(readFileSync(new URL('licences.json', import.meta.url), 'utf8'));

/** An SPDX expression without nested parentheses: one side of an OR is enough, all of an AND are needed. */
export const isAllowed = (expression, list = allowed) => {
  const bare = expression.trim().replace(/^\((.*)\)$/, '$1');
  return (
    list.includes(bare) ||
    (/ OR /.test(bare) && bare.split(' OR ').some((one) => isAllowed(one, list))) ||
    (/ AND /.test(bare) && bare.split(' AND ').every((one) => isAllowed(one, list)))
  );
};

const isKnown = (name) =>
  Object.keys(unstated).some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known));

/** One line for each package whose licence is not allowed. `listed` is what `pnpm licenses list --json` prints. */
export const refused = (listed) =>
  Object.entries(listed).flatMap(([licence, packages]) =>
    isAllowed(licence)
      ? []
      : packages
          .filter(({ name }) => !(licence === 'Unknown' && isKnown(name)))
          .map(({ name, versions }) => `${name}@${versions.join(', ')}: ${licence}`),
  );

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { stdout, stderr, status } = spawnSync('pnpm', ['licenses', 'list', '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(stderr || stdout);
    process.exit(1);
  }
  const listed = JSON.parse(stdout);
  const wrong = refused(listed);
  for (const line of wrong) console.error(`not allowed by scripts/licences.json: ${line}`);
  const count = Object.values(listed).flat().length;
  // A list of nothing is no check.
  if (count < 100) console.error(`only ${count} packages were listed: run pnpm install`);
  process.exit(wrong.length === 0 && count >= 100 ? 0 : 1);
}
