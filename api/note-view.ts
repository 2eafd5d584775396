import { recordAudit } from '@rapport/db/audit';
import type { Context } from 'hono';
import type { ApiEnv } from './context.ts';
import { hourly } from './hourly.ts';
import { by, byMember } from './routes/parts.ts';

/** Notes in the audit that an account looked at what names people: once an hour, however often it looks. */
export async function noteView(c: Context<ApiEnv>, network: string): Promise<void> {
  const { db, account, clock } = c.var;
  await hourly(db, `view ${account.id} ${network}`, clock(), async (isFirst) => {
    if (isFirst) await recordAudit(db, network, { action: 'members.view', subject: network }, by(c));
  });
}

/** Notes, once an hour, that a member took out what is stored about them; under their pseudonym, for no lead to read. */
export async function noteOwnRecord(c: Context<ApiEnv>, format: string): Promise<void> {
  const { db, clock } = c.var;
  const { network, member } = c.var.member;
  await hourly(db, `record ${JSON.stringify([network, member])}`, clock(), async (isFirst) => {
    if (!isFirst) return;
    const { actor, now } = await byMember(c, network, member);
    const entry = { action: 'record.export', subject: actor.replace(/^member:/, ''), detail: { format } };
    await recordAudit(db, network, entry, { actor, now });
  });
}
