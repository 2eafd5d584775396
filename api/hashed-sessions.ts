import { sha256 } from '@rapport/db/fingerprint';
import type { drizzleAdapter } from 'better-auth/adapters/drizzle';

type Make = ReturnType<typeof drizzleAdapter>;
type Adapter = ReturnType<Make>;

interface Clause {
  field: string;
  value: unknown;
}
interface Asked {
  model: string;
  where?: Clause[];
  data?: Record<string, unknown>;
  update?: Record<string, unknown>;
}

/**
 * better-auth's adapter to our tables, with only the SHA-256 of a session's token in them: better-auth itself stores it as it
 * is. What it asks for by a token comes back with that token; rows that it finds otherwise have the hash.
 */
export const hashedSessions =
  (make: Make): Make =>
  (options) =>
    hashing(make(options));

function hashing(adapter: Adapter): Adapter {
  const wrapped = Object.entries(adapter).map(([name, method]: [string, unknown]) => {
    if (typeof method !== 'function') return [name, method];
    if (name === 'transaction') {
      const begin = method as Adapter['transaction'];
      return [name, (work: Parameters<typeof begin>[0]) => begin((tx) => work(hashing(tx as Adapter)))];
    }
    const call = method as (asked: unknown, ...more: unknown[]) => unknown;
    return [
      name,
      (asked: unknown, ...more: unknown[]) => (isOfSession(asked) ? ofSession(call, asked) : call(asked, ...more)),
    ];
  });
  // The same methods under the same names.
  return Object.fromEntries(wrapped) as Adapter;
}

const isOfSession = (asked: unknown): asked is Asked =>
  typeof asked === 'object' && asked !== null && 'model' in asked && asked.model === 'session';

async function ofSession(call: (asked: Asked) => unknown, asked: Asked): Promise<unknown> {
  const known = new Map<unknown, string>();
  const hashed = (token: unknown): unknown => {
    if (Array.isArray(token)) return token.map(hashed);
    if (typeof token !== 'string') return token;
    known.set(sha256(token), token);
    return sha256(token);
  };
  const inRow = (row: Record<string, unknown>) => ('token' in row ? { ...row, token: hashed(row.token) } : row);
  const { where, data, update } = asked;
  const found = await call({
    ...asked,
    ...(where && { where: where.map((one) => (one.field === 'token' ? { ...one, value: hashed(one.value) } : one)) }),
    ...(data && { data: inRow(data) }),
    ...(update && { update: inRow(update) }),
  });
  const restored = (row: unknown): unknown =>
    typeof row === 'object' && row !== null && 'token' in row && known.has(row.token)
      ? { ...row, token: known.get(row.token) }
      : row;
  return Array.isArray(found) ? found.map(restored) : restored(found);
}
