import { expect, test } from 'vitest';
import { reliableChange } from './reliable-change.ts';

const alpha = { n: 40, value: 0.8, ci: [0.7, 0.88] as [number, number] };

test('is Jacobson & Truax’s worked example: 47.5 → 32.5, sd 7.5, reliability .80 gives −3.16', () => {
  const change = reliableChange({ before: 47.5, after: 32.5, sd: 7.5, alpha });
  expect(change?.index).toBeCloseTo(-3.1623, 4);
  expect(change?.change).toBe('down');
});

test('calls a change within the noise none', () => {
  expect(reliableChange({ before: 50, after: 59, sd: 7.5, alpha })?.change).toBe('none');
});

test('says nothing where the questionnaire is not reliable enough, or nothing is known', () => {
  const member = { before: 40, after: 70, sd: 15 };
  expect(reliableChange({ ...member, alpha: { n: 9, value: 0.8, ci: [0.49, 0.93] } })).toBeNull();
  expect(reliableChange({ ...member, alpha: { n: 9, value: null, ci: null } })).toBeNull();
  expect(reliableChange({ ...member, alpha: null })).toBeNull();
  expect(reliableChange({ ...member, sd: 0, alpha })).toBeNull();
  expect(reliableChange({ ...member, alpha: { n: 9, value: 1, ci: [1, 1] } })).toBeNull();
});
