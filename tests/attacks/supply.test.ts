import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(root + file, 'utf8');
const load = async <T>(file: string) => (await import(`${root}scripts/${file}`)) as T;

describe('the lockfile', () => {
  const [, packages = ''] = read('pnpm-lock.yaml').split(/^packages:$/m);
  const [listed = ''] = packages.split(/^snapshots:$/m);
  const entries = listed
    .split(/\n\n/)
    .map((entry) => entry.trim())
    .filter(Boolean);

  it('pins every package to its content', () => {
    expect(entries.length).toBeGreaterThan(300);
    const loose = entries.filter((entry) => !/resolution: \{integrity: sha512-[A-Za-z0-9+/]{86}==\}/.test(entry));
    expect(loose.map((entry) => entry.split('\n')[0])).toEqual([]);
  });

  it('takes packages from the registry alone, and no address of one', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/tarball:|git\+|github:|https?:\/\/|directory:/);
  });
});

describe('install scripts', () => {
  it('run for two packages alone', () => {
    const workspace = read('pnpm-workspace.yaml');
    expect(/^onlyBuiltDependencies: (.*)$/m.exec(workspace)?.[1]).toBe('[better-sqlite3, esbuild]');
    expect(/^allowBuilds:\n((?: {2}.*\n)+)/m.exec(workspace)?.[1]).toBe('  better-sqlite3: true\n  esbuild: true\n');
    expect(workspace).not.toMatch(/dangerously|neverBuilt|ignoredBuilt/i);
  });

  it('of our own there are none', () => {
    const files = execFileSync('git', ['ls-files', '*package.json'], { cwd: root, encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(files.length).toBeGreaterThan(7);
    for (const file of files) {
      const { scripts = {} } = JSON.parse(read(file)) as { scripts?: Record<string, string> };
      const hooks = Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare|pack|publish)$/.test(name));
      expect(hooks, file).toEqual([]);
    }
  });

  it('installing changes no lockfile', () => {
    expect(read('scripts/launch.mjs').match(/'--frozen-lockfile'/g)).toHaveLength(2);
  });
});

describe('licences', () => {
  interface Licences {
    isAllowed(expression: string): boolean;
    refused(listed: Record<string, { name: string; versions: string[] }[]>): string[];
  }

  it('are read as SPDX has them', async () => {
    const { isAllowed } = await load<Licences>('licences.mjs');
    const asked = [
      'MIT',
      '(MIT OR GPL-3.0)',
      'MIT AND OFL-1.1',
      'GPL-3.0',
      'MIT AND GPL-3.0',
      'Unknown',
      'AGPL-3.0-only',
      '',
    ];
    expect(asked.filter((one) => isAllowed(one))).toEqual(['MIT', '(MIT OR GPL-3.0)', 'MIT AND OFL-1.1']);
  });

  it('that are not stated are refused, but for packages that are listed with a reason', async () => {
    const { refused } = await load<Licences>('licences.mjs');
    const listed = {
      MIT: [{ name: 'a', versions: ['1'] }],
      Unknown: [
        { name: 'neverpanic', versions: ['1'] },
        { name: 'b', versions: ['2'] },
      ],
      'SSPL-1.0': [{ name: 'c', versions: ['3'] }],
    };
    expect(refused(listed)).toEqual(['b@2: Unknown', 'c@3: SSPL-1.0']);
  });
});

describe('a check for advisories that could not be made', () => {
  it('passes nowhere in silence: it is told apart, and fails on CI unless that is known', async () => {
    interface Run {
      status: number;
      output: string;
      ci: boolean;
      optional: boolean;
    }
    const { judged } = await load<{ judged(run: Run): { checked: boolean; passed: boolean } }>('advisories.mjs');
    const away = { status: 1, output: 'ERR_PNPM_AUDIT_BAD_RESPONSE', optional: false };
    expect(judged({ ...away, ci: false })).toEqual({ checked: false, passed: true });
    expect(judged({ ...away, ci: true })).toEqual({ checked: false, passed: false });
    expect(judged({ ...away, ci: true, optional: true })).toEqual({ checked: false, passed: true });
    expect(judged({ status: 1, output: '1 vulnerabilities found', ci: false, optional: true })).toEqual({
      checked: true,
      passed: false,
    });
    expect(judged({ status: 0, output: 'No known vulnerabilities found', ci: true, optional: false })).toEqual({
      checked: true,
      passed: true,
    });
  });
});
