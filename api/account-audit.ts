import { getAccount } from '@rapport/db/accounts';
import { recordAccountAction, type AccountAction } from '@rapport/db/audit-log';
import type { Db } from '@rapport/db/open';
import type { Account } from './sessions.ts';
import type { Log } from './log.ts';

/** Notes what an account did with its way in. It is done by then: where the note fails, the log says so. */
export async function noteAccountAction(
  { db, log }: { db: Db; log: Log },
  userId: string,
  action: AccountAction,
  now: Date,
): Promise<void> {
  await recordAccountAction(db, userId, action, now).catch((error: unknown) =>
    log.error({ err: error }, `${action} could not be noted`),
  );
}

/**
 * Looks at an account before better-auth answers a request to `path`; called once it has, gives what changed in the way in,
 * null where nothing did: a code that only signs in, or a second step that was off already.
 */
export async function watchAccess(db: Db, { id }: Account, path: string): Promise<() => Promise<AccountAction | null>> {
  if (path === '/change-password') return () => Promise.resolve('account.password');
  const before = (await getAccount(db, id)).twoFactorEnabled;
  return async () => {
    const { twoFactorEnabled: after } = await getAccount(db, id);
    if (after === before) return null;
    return after ? 'account.second-step-on' : 'account.second-step-off';
  };
}
