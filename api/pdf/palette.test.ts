import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COLOURS } from './palette.ts';

it('the PDF has the colours of the page’s light palette', () => {
  const css = readFileSync(new URL('../../web/src/app.css', import.meta.url), 'utf8');
  const light = new Map(
    [...css.matchAll(/(--[\w-]+):\s*light-dark\((#[0-9a-f]{6}),/g)].map(([, name, hex]) => [name, hex]),
  );
  expect(COLOURS).toEqual(Object.fromEntries(Object.keys(COLOURS).map((token) => [token, light.get(token)])));
});
