import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('.', import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, unknown>;
const settings = read('project.inlang/settings.json') as { locales: string[] };
const languages = settings.locales.map((locale) => ({ locale, words: read(`${locale}.json`) }));
const english = read('en.json');

const placeholders = (text: unknown) => new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? []);

it('has one file of words for each language, and no other', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'package.json');
  expect(files.sort()).toEqual(settings.locales.map((locale) => `${locale}.json`).sort());
});

it.each(languages)('$locale has every key, each with a text', ({ words }) => {
  expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
  expect(Object.entries(words).filter(([, text]) => text === '')).toEqual([]);
});

it.each(languages)('$locale fills the same placeholders', ({ words }) => {
  const differing = Object.keys(english).filter(
    (key) => [...placeholders(english[key])].sort().join() !== [...placeholders(words[key])].sort().join(),
  );
  expect(differing).toEqual([]);
});
