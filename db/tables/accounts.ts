import type { Columns } from '../columns.ts';
import type { panelTables } from './panel.ts';

export const ROLES = ['lead', 'viewer', 'custodian', 'funder'] as const;
export type Role = (typeof ROLES)[number];

/** Accounts and their grants. All but the last two have the keys and columns that better-auth's Drizzle adapter looks for. */
export function accountTables(
  { table, primaryKey, index, uniqueIndex, text, integer, big, boolean, instant, date }: Columns,
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
    /** Ours: of mails and pages; null for the network's. */
    language: text(),
    twoFactorEnabled: boolean().notNull().default(false),
  });
  const userId = () =>
    text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' });

  const session = table(
    'sessions',
    {
      id: text().primaryKey(),
      /** SHA-256 of the token in hexadecimal; the token itself is in the cookie alone. */
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

  /** The second step of signing in, as better-auth's twoFactor plugin keeps it: secret and backup codes are encrypted. */
  const twoFactor = table(
    'two_factors',
    {
      id: text().primaryKey(),
      userId: userId(),
      secret: text().notNull(),
      backupCodes: text().notNull(),
      verified: boolean().notNull().default(true),
      failedVerificationCount: integer().notNull().default(0),
      lockedUntil: instant(),
    },
    (t) => [uniqueIndex('two_factors_by_user').on(t.userId)],
  );

  const grants = table(
    'grants',
    {
      userId: userId(),
      network: text()
        .notNull()
        .references(() => networks.slug),
      role: text().$type<Role>().notNull(),
      grantedAt: instant().notNull(),
      /** Of a custodian: members who answered a wave that opened by this day did so without being told of them. */
      beginsAfter: date(),
    },
    (t) => [
      primaryKey({ columns: [t.userId, t.network, t.role] }),
      uniqueIndex('grants_by_network').on(t.network, t.userId, t.role),
    ],
  );

  /** Who was asked to take a role; the invited makes an account, or takes it with the one they have. */
  const roleInvitations = table(
    'role_invitations',
    {
      id: text().primaryKey(),
      /** SHA-256 of the token in hexadecimal; the token itself is stored nowhere. */
      tokenHash: text().notNull().unique(),
      network: text()
        .notNull()
        .references(() => networks.slug),
      email: text().notNull(),
      role: text().$type<Role>().notNull(),
      language: text(),
      invitedBy: userId(),
      createdAt: instant().notNull(),
      expiresAt: instant().notNull(),
    },
    (t) => [uniqueIndex('role_invitations_by_network').on(t.network, t.email, t.role)],
  );

  return { user, session, account, verification, rateLimit, twoFactor, grants, roleInvitations };
}
