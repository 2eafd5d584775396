import { createHash } from 'node:crypto';

/** SHA-256 of a text in UTF-8, 64 hexadecimal digits: how tokens are stored. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The same for two JSON values that differ only in the order of their keys. */
export const fingerprint = (value: unknown): string => sha256(JSON.stringify(sorted(value)));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
  return { entries };
}
