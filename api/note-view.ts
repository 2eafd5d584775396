import { recordAudit } from '@rapport/db/audit';
import type { Context } from 'hono';
import type { ApiEnv } from './context.ts';
import { by } from './routes/parts.ts';

const HOUR_MS = 3_600_000;
const noted = new WeakMap<object, Map<string, number>>();

/** Notes in the audit that an account looked at what names people: once an hour, however often it looks. */
export async function noteView(c: Context<ApiEnv>, network: string): Promise<void> {
  const { db, account, clock } = c.var;
  const ours = noted.get(db) ?? new Map<string, number>();
  noted.set(db, ours);
  const key = `${account.id} ${network}`;
  const now = clock().getTime();
  const last = ours.get(key);
  if (last !== undefined && Math.abs(now - last) < HOUR_MS) return;
  ours.set(key, now);
  await recordAudit(db, network, { action: 'members.view', subject: network }, by(c));
}
