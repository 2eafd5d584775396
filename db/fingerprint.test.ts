import { expect, test } from 'vitest';
import { fingerprint, sha256 } from './fingerprint.ts';

test('sha256 of UTF-8', () => {
  // FIPS 180-2, appendix B.1; the second from coreutils: printf 'é' | sha256sum
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
});

test('the same for another order of keys, at any depth', () => {
  const a = { answers: { x: 1, y: 2 }, ties: { b: { mode: 1, trust: 2 } } };
  const b = { ties: { b: { trust: 2, mode: 1 } }, answers: { y: 2, x: 1 }, texts: undefined };
  expect(fingerprint(a)).toBe(fingerprint(b));
});

test('another for another value, order of a list, or shape', () => {
  const values = [[], {}, null, '', 0, false, [['a', 1]], { a: 1 }, { entries: [['a', 1]] }, ['a', 'b'], ['b', 'a']];
  expect(new Set(values.map(fingerprint)).size).toBe(values.length);
});
