import { mkdtempSync, rmSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptSecret } from './secret.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rapport-secret-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('keptSecret', () => {
  it('is made once, for its owner alone, and leaves nothing else behind', () => {
    const file = join(folder, 'data/secret');
    const first = keptSecret(file);
    expect(first).toHaveLength(43);
    expect(keptSecret(file)).toBe(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'data'))).toEqual(['secret']);
  });

  it('differs from place to place', () => {
    expect(keptSecret(join(folder, 'a'))).not.toBe(keptSecret(join(folder, 'b')));
  });

  it('refuses a file that holds no secret, rather than replacing it', () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'short\n');
    expect(() => keptSecret(file)).toThrow(/at least 32/);
  });
});
