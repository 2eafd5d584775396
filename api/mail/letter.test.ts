import { expect, it } from 'vitest';
import { layOut } from './letter.ts';

const letter = {
  subject: 'A & B',
  language: 'en',
  greeting: 'Hello <b>Zoë</b>,',
  before: ['"Quoted" & more'],
  action: { label: 'Answer', url: 'https://rapport.example.org/s/token?a=1&b=2' },
  after: ['Who sees what: https://rapport.example.org/s/who-sees-what'],
  footer: ['Small print'],
};

it('shows what people wrote as text, never as markup', () => {
  const { html, text } = layOut(letter);
  expect(html).toContain('Hello &lt;b&gt;Zoë&lt;/b&gt;,');
  expect(html).toContain('&quot;Quoted&quot; &amp; more');
  expect(html).toContain('<title>A &amp; B</title>');
  expect(text).toMatch(
    /^Hello <b>Zoë<\/b>,\n\n"Quoted" & more\n\nAnswer:\nhttps:\/\/rapport\.example\.org\/s\/token\?a=1&b=2\n/,
  );
  expect(text).toMatch(/\n-- \nSmall print\n$/);
});

it('links addresses and fetches nothing', () => {
  const { html } = layOut(letter);
  const addresses = [...html.matchAll(/href="([^"]+)"/g)].map(([, address]) => address);
  expect(addresses).toEqual([
    'https://rapport.example.org/s/token?a=1&amp;b=2',
    'https://rapport.example.org/s/token?a=1&amp;b=2',
    'https://rapport.example.org/s/who-sees-what',
  ]);
  expect(html).not.toMatch(/<(img|link|script|iframe)|url\(|src=/);
});

it('shows a code by itself', () => {
  const { action: _, ...plain } = letter;
  const { html, text } = layOut({ ...plain, code: '1234 5678' });
  expect(text).toContain('\n\n    1234 5678\n\n');
  expect(html).toContain('<strong>1234 5678</strong>');
});
