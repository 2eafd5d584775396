import type { WideMapping } from '@rapport/surveys/wide-mapping';
import type { AnyColumn, Columns } from '../columns.ts';
import type { panelTables } from './panel.ts';

/** The draft of a form as the page keeps it: the keys of a submission and whatever else the form remembers. */
export type DraftBody = Record<string, unknown>;

/** What a link in a mail opens besides the survey: one's own results, or the page that ends the mails. */
export type MailLinkPurpose = 'results' | 'opt-out';
/** Why a member gets no mail: they asked for none, or their address refuses it. */
export type Suppression = 'opt-out' | 'bounce';

/**
 * How answers are collected: invitations, the sessions they open, drafts, consents and the keys of submissions; and what
 * mails need besides.
 */
export function collectionTables(
  { table, primaryKey, foreignKey, index, text, integer, boolean, instant, json }: Columns,
  { networks, members, waves }: Pick<ReturnType<typeof panelTables>, 'networks' | 'members' | 'waves'>,
) {
  const seat = () => ({ network: text().notNull(), wave: text().notNull(), member: text().notNull() });
  /** Gone with their wave or member; a response is not, so neither can be deleted while one is there. */
  const seatKeys = (name: string, t: { network: AnyColumn; wave: AnyColumn; member: AnyColumn }) => [
    foreignKey({
      name: `${name}_to`,
      columns: [t.network, t.wave],
      foreignColumns: [waves.network, waves.wave],
    }).onDelete('cascade'),
    foreignKey({
      name: `${name}_for`,
      columns: [t.network, t.member],
      foreignColumns: [members.network, members.member],
    }).onDelete('cascade'),
    index(`${name}_by_member`).on(t.network, t.member),
  ];

  const invitations = table(
    'invitations',
    {
      /** SHA-256 of the token in hexadecimal; the token itself is stored nowhere. */
      tokenHash: text().primaryKey(),
      ...seat(),
      /** It passed through a lead's hands: it may write answers, never read earlier ones back. */
      handedOn: boolean().notNull(),
      createdAt: instant().notNull(),
      openedAt: instant(),
    },
    (t) => [index('invitations_by_wave').on(t.network, t.wave, t.member), ...seatKeys('invitations', t)],
  );

  const surveySessions = table(
    'survey_sessions',
    {
      /** SHA-256 of the cookie's secret in hexadecimal. */
      tokenHash: text().primaryKey(),
      ...seat(),
      handedOn: boolean().notNull(),
      createdAt: instant().notNull(),
      expiresAt: instant().notNull(),
    },
    (t) => [index('survey_sessions_by_wave').on(t.network, t.wave, t.member), ...seatKeys('survey_sessions', t)],
  );

  const drafts = table(
    'drafts',
    {
      ...seat(),
      version: integer().notNull(),
      body: json<DraftBody>().notNull(),
      /** The survey session that wrote it last: a handed-on link reads back its own drafts only. */
      writtenBy: text(),
      updatedAt: instant().notNull(),
    },
    (t) => [primaryKey({ columns: [t.network, t.wave, t.member] }), ...seatKeys('drafts', t)],
  );

  const submissionKeys = table(
    'submission_keys',
    {
      ...seat(),
      key: text().notNull(),
      bodyHash: text().notNull(),
      reply: json<{ submitted: string }>().notNull(),
      createdAt: instant().notNull(),
    },
    (t) => [primaryKey({ columns: [t.network, t.wave, t.member, t.key] }), ...seatKeys('submission_keys', t)],
  );

  const consents = table(
    'consents',
    { ...seat(), textVersion: text().notNull(), language: text().notNull(), consentedAt: instant().notNull() },
    (t) => [primaryKey({ columns: [t.network, t.wave, t.member, t.textVersion] }), ...seatKeys('consents', t)],
  );

  /** Links of mails that outlive their wave. */
  const mailLinks = table(
    'mail_links',
    {
      /** SHA-256 of the token in hexadecimal. */
      tokenHash: text().primaryKey(),
      ...seat(),
      purpose: text().$type<MailLinkPurpose>().notNull(),
      createdAt: instant().notNull(),
    },
    (t) => [index('mail_links_by_wave').on(t.network, t.wave, t.member), ...seatKeys('mail_links', t)],
  );

  /** How files from elsewhere become this network's answers, by the name that its custodian gave it. */
  const importMappings = table(
    'import_mappings',
    {
      network: text()
        .notNull()
        .references(() => networks.slug),
      name: text().notNull(),
      mapping: json<WideMapping>().notNull(),
      savedAt: instant().notNull(),
    },
    (t) => [primaryKey({ columns: [t.network, t.name] })],
  );

  const suppressions = table(
    'suppressions',
    {
      network: text().notNull(),
      member: text().notNull(),
      kind: text().$type<Suppression>().notNull(),
      /** Of a bounce: the address that refused, so that another one is tried. */
      address: text(),
      /** Of a bounce: the code of the reply, `550 5.1.1`. */
      reason: text(),
      since: instant().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.network, t.member, t.kind] }),
      foreignKey({
        name: 'suppressions_for',
        columns: [t.network, t.member],
        foreignColumns: [members.network, members.member],
      }).onDelete('cascade'),
    ],
  );

  /** The code mailed to a member for one session: its keyed hash, and the tries that are left. */
  const accessCodes = table('access_codes', {
    session: text()
      .primaryKey()
      .references(() => surveySessions.tokenHash, { onDelete: 'cascade' }),
    codeHash: text().notNull(),
    triesLeft: integer().notNull(),
    expiresAt: instant().notNull(),
  });

  return {
    invitations,
    surveySessions,
    drafts,
    submissionKeys,
    consents,
    mailLinks,
    suppressions,
    importMappings,
    accessCodes,
  };
}
