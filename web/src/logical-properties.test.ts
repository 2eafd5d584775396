import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const SIDED = [
  /(?<![\w-])(margin|padding|border|scroll-margin|scroll-padding)-(left|right)\b/,
  /(?<![\w-])border-(top|bottom)-(left|right)-radius\b/,
  /(?<![\w-])(left|right)\s*:/,
  /text-align\s*:\s*(left|right)\b/,
  /(?<![\w-])(float|clear)\s*:\s*(left|right)\b/,
  // Four values whose second and fourth differ.
  /(?<![\w-])(margin|padding|inset|border-radius)\s*:\s*\S+\s+(\S+)\s+\S+\s+(?!\2\s*;)\S+\s*;/,
];

/** The styles of a file: all of a `.css`, the `<style>` of a component, without comments. */
function stylesOf(file: string): string {
  const text = readFileSync(here + file, 'utf8');
  const styles = file.endsWith('.css') ? text : (/<style>([^]*)<\/style>/.exec(text)?.[1] ?? '');
  return styles.replace(/\/\*[^]*?\*\//g, '');
}

const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(css|svelte)$/.test(file));

it('has styles that turn round with the direction of the language', () => {
  expect(files.length).toBeGreaterThan(50);
  const sided = files.flatMap((file) =>
    stylesOf(file)
      .split('\n')
      .filter((line) => SIDED.some((pattern) => pattern.test(line)))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(sided).toEqual([]);
});

it.each(['margin-left: 1px;', '  right: 0;', 'text-align: left;', 'border-radius: 0 var(--r) var(--r) 0;'])(
  'would name %j',
  (line) => expect(SIDED.some((pattern) => pattern.test(line))).toBe(true),
);
