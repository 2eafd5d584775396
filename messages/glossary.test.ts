import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const rows = read('../docs/decisions/0006-indonesian-words.md')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));
const avoided = rows.flatMap(([, , , not]) => (not ? not.split(', ') : []));

// The texts alone: keys and {placeholders} are English.
const texts = (words: unknown): string[] =>
  typeof words === 'string'
    ? [words.replaceAll(/\{\w+\}/g, '')]
    : typeof words === 'object' && words !== null
      ? Object.entries(words).flatMap(([key, text]) => (/^(declarations|selectors)$/.test(key) ? [] : texts(text)))
      : [];
const { $schema: _, ...indonesian } = JSON.parse(read('id.json')) as Record<string, unknown>;

it('calls each thing by its one Indonesian word', () => {
  expect(avoided.length).toBeGreaterThan(10);
  const stray = new RegExp(String.raw`(?<!\p{L})(?:${avoided.join('|')})(?!\p{L})`, 'iu');
  expect(texts(indonesian).filter((text) => stray.test(text))).toEqual([]);
});
