// `pnpm verify`: no package that is installed has a known vulnerability of this level or above. It needs a registry that
// answers `pnpm audit`; without one nothing was checked, which is said loudly, and is a failure where CI is set, unless
// ADVISORIES=optional says that this CI's registry is known to have none.
import { spawnSync } from 'node:child_process';

const LEVEL = 'moderate';

/** What a run of `pnpm audit` means. */
export function judged({ status, output, ci, optional }) {
  // Under `pnpm --silent` the inner pnpm says nothing of its errors; what it finds it always prints.
  const saidNothing = status !== 0 && output.trim() === '';
  if (
    saidNothing ||
    /ERR_PNPM_AUDIT|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_PNPM_META_FETCH/.test(output)
  )
    return { checked: false, passed: !ci || optional };
  return { checked: true, passed: status === 0 };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { status, stdout, stderr } = spawnSync('pnpm', ['audit', '--audit-level', LEVEL], {
    encoding: 'utf8',
    timeout: 120_000,
    shell: process.platform === 'win32',
  });
  const output = `${stdout}${stderr}`;
  const timedOut = status === null ? 'ETIMEDOUT' : '';
  const { checked, passed } = judged({
    status,
    output: output + timedOut,
    ci: Boolean(process.env.CI),
    optional: process.env.ADVISORIES === 'optional',
  });
  if (!checked) {
    // The registry's address is nobody's business in a log.
    console.error(output.replaceAll(/https?:\/\/\S+/g, '…').trim());
    console.error(
      `\n*** NOT CHECKED: known vulnerabilities (${LEVEL} and above): the registry does not answer pnpm audit\n`,
    );
  } else if (!passed) console.error(output);
  process.exit(passed ? 0 : 1);
}
