import { existsSync, readFileSync } from 'node:fs';
import { testFiles } from '../scripts/test-files.mjs';
import { expect, it } from 'vitest';
import { filesOf, POSTGRES_ALONE, SQLITE_ALONE } from './support/one-engine.ts';

const alone = filesOf([...SQLITE_ALONE, ...POSTGRES_ALONE]);

it('tests of one engine alone are there, each listed once', () => {
  expect(alone.filter((file) => !existsSync(file))).toEqual([]);
  expect(alone.length).toBe(new Set(alone).size);
});

it('no other test chooses an engine by itself, but those that go through all of them', () => {
  const choosing = testFiles('db', 'api', 'tests').filter((file) => {
    const source = readFileSync(file, 'utf8');
    return /`file:\$\{|new Database\(/.test(source) && !source.includes('testing/engines');
  });
  expect(choosing.filter((file) => !alone.includes(file))).toEqual([]);
});
