import type { Columns } from '../columns.ts';
import type { panelTables } from './panel.ts';

export const ROLES = ['lead', 'viewer', 'custodian', 'funder'] as const;
export type Role = (typeof ROLES)[number];

/** Accounts and their grants. The first five have the keys and columns that better-auth's Drizzle adapter looks for. */
export function accountTables(
  { table, primaryKey, index, uniqueIndex, text, integer, big, boolean, instant }: Columns,
  { networks }: Pick<ReturnType<typeof panelTables>, 'networks'>,
) {
  const user = table('users', {
    id: text().primaryKey(),
    name: text().notNull(),
    email: text().notNull().unique(),
    emailVerified: boolean().notNull().default(false),
    image: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    /** Ours: sign-in is refused from then on. */
    disabledAt: instant(),
  });
  const userId = () =>
    text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' });

  const session = table(
    'sessions',
    {
      id: text().primaryKey(),
      token: text().notNull().unique(),
      userId: userId(),
      expiresAt: instant().notNull(),
      ipAddress: text(),
      userAgent: text(),
      createdAt: instant().notNull(),
      updatedAt: instant().notNull(),
    },
    (t) => [index('sessions_by_user').on(t.userId)],
  );

  const account = table(
    'accounts',
    {
      id: text().primaryKey(),
      accountId: text().notNull(),
      providerId: text().notNull(),
      userId: userId(),
      accessToken: text(),
      refreshToken: text(),
      idToken: text(),
      accessTokenExpiresAt: instant(),
      refreshTokenExpiresAt: instant(),
      scope: text(),
      password: text(),
      createdAt: instant().notNull(),
      updatedAt: instant().notNull(),
    },
    (t) => [index('accounts_by_user').on(t.userId)],
  );

  const verification = table(
    'verifications',
    {
      id: text().primaryKey(),
      identifier: text().notNull(),
      value: text().notNull(),
      expiresAt: instant().notNull(),
      createdAt: instant().notNull(),
      updatedAt: instant().notNull(),
    },
    (t) => [index('verifications_by_identifier').on(t.identifier)],
  );

  const rateLimit = table('rate_limits', {
    id: text().primaryKey(),
    key: text().notNull().unique(),
    count: integer().notNull(),
    /** Milliseconds since 1970. */
    lastRequest: big().notNull(),
  });

  const grants = table(
    'grants',
    {
      userId: userId(),
      network: text()
        .notNull()
        .references(() => networks.slug),
      role: text().$type<Role>().notNull(),
      grantedAt: instant().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.userId, t.network, t.role] }),
      uniqueIndex('grants_by_network').on(t.network, t.userId, t.role),
    ],
  );

  return { user, session, account, verification, rateLimit, grants };
}
