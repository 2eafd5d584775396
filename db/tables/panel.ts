import type { Instrument } from '@rapport/surveys/instrument';
import type { EventKind } from '@rapport/surveys/panel';
import type { Columns } from '../columns.ts';
import { newPseudonym } from '../new-pseudonym.ts';

/** Answers of one response in the order given: `[item, value]`. */
export type StoredAnswers = [item: string, value: number][];
/** Ratings of one response in the order given; the fourth is there only where something is known of `carried`. */
export type StoredTies = [organisation: string, question: string, value: number, carried?: boolean][];
export type StoredTexts = [question: string, text: string][];
/** Where an imported response's rows stood in the panel, only for tables whose order was not the canonical one. */
export type RowOrder = Partial<Record<'answers' | 'ties' | 'texts', number[]>>;

/** Days after the opening and before the last day on which those who have not answered are reminded. */
export interface ReminderDays {
  afterOpening: number[];
  beforeClose: number[];
}

/** Who is in a network, what was asked and what was answered: the tables that `readPanel` reads. */
export function panelTables({
  table,
  primaryKey,
  foreignKey,
  index,
  text,
  integer,
  boolean,
  instant,
  date,
  json,
}: Columns) {
  const networks = table('networks', {
    slug: text().primaryKey(),
    name: text().notNull(),
    timezone: text().notNull(),
    locale: text().notNull(),
    minimumCell: integer().notNull().default(5),
    instrument: text().notNull(),
    /** When members are reminded by mail; null for the days that reminder-days.ts names. */
    reminders: json<ReminderDays>(),
    /** Members may confirm last wave's rating of an agency with one press. */
    stillSo: boolean().notNull().default(true),
    /** Months after which people who left are erased; null keeps them. */
    retentionMonths: integer(),
    /** Raised in the same atomic write as any change of the panel. */
    revision: integer().notNull().default(1),
    createdAt: instant().notNull(),
  });
  const network = () =>
    text()
      .notNull()
      .references(() => networks.slug);

  const instruments = table(
    'instruments',
    {
      network: network(),
      key: text().notNull(),
      position: integer().notNull(),
      instrument: json<Instrument>().notNull(),
    },
    (t) => [primaryKey({ columns: [t.network, t.key] })],
  );

  const organisations = table(
    'organisations',
    {
      network: network(),
      organisation: text().notNull(),
      position: integer().notNull(),
      name: text().notNull(),
      joined: date().notNull(),
      left: date(),
      named: boolean(),
    },
    (t) => [primaryKey({ columns: [t.network, t.organisation] })],
  );
  const organisationKey = [organisations.network, organisations.organisation] as const;

  const members = table(
    'members',
    {
      network: network(),
      member: text().notNull(),
      position: integer().notNull(),
      organisation: text().notNull(),
      name: text(),
      email: text(),
      joined: date().notNull(),
      left: date(),
      language: text(),
      person: text(),
      /** What the audit calls the person: random, so that nothing leads from it to them once the row has forgotten it. */
      pseudonym: text().$defaultFn(newPseudonym),
    },
    (t) => [
      primaryKey({ columns: [t.network, t.member] }),
      foreignKey({ name: 'members_of', columns: [t.network, t.organisation], foreignColumns: [...organisationKey] }),
      index('members_by_organisation').on(t.network, t.organisation),
    ],
  );

  const waves = table(
    'waves',
    {
      network: network(),
      wave: text().notNull(),
      label: text().notNull(),
      opens: date().notNull(),
      /** The last day, inclusive, in the network's time zone. */
      closes: date().notNull(),
      instrument: text(),
      /** When a lead closed it, or when its close was noticed; null before. */
      closedAt: instant(),
    },
    (t) => [primaryKey({ columns: [t.network, t.wave] })],
  );

  const responses = table(
    'responses',
    {
      network: text().notNull(),
      wave: text().notNull(),
      member: text().notNull(),
      answers: json<StoredAnswers>().notNull(),
      ties: json<StoredTies>().notNull(),
      texts: json<StoredTexts>().notNull(),
      rowOrder: json<RowOrder>(),
      /** Null for what came by an import. */
      submittedAt: instant(),
    },
    (t) => [
      primaryKey({ columns: [t.network, t.wave, t.member] }),
      foreignKey({ name: 'responses_to', columns: [t.network, t.wave], foreignColumns: [waves.network, waves.wave] }),
      foreignKey({
        name: 'responses_by',
        columns: [t.network, t.member],
        foreignColumns: [members.network, members.member],
      }),
      index('responses_by_member').on(t.network, t.member),
    ],
  );

  const events = table(
    'events',
    {
      network: network(),
      event: text().notNull(),
      position: integer().notNull(),
      kind: text().$type<EventKind>().notNull(),
      title: text().notNull(),
      starts: date().notNull(),
      ends: date(),
      notes: text(),
    },
    (t) => [primaryKey({ columns: [t.network, t.event] })],
  );
  const eventOrganisations = table(
    'event_organisations',
    {
      network: text().notNull(),
      event: text().notNull(),
      organisation: text().notNull(),
      position: integer().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.network, t.event, t.organisation] }),
      foreignKey({
        name: 'organisations_in_event',
        columns: [t.network, t.event],
        foreignColumns: [events.network, events.event],
      }),
      foreignKey({
        name: 'event_organisations_of',
        columns: [t.network, t.organisation],
        foreignColumns: [...organisationKey],
      }),
      index('event_organisations_by_organisation').on(t.network, t.organisation),
    ],
  );

  const goals = table(
    'goals',
    { network: network(), position: integer().notNull(), from: date().notNull(), text: text().notNull() },
    (t) => [primaryKey({ columns: [t.network, t.position] })],
  );
  const declarations = table(
    'declarations',
    {
      network: network(),
      from: date().notNull(),
      by: text().$type<'funder' | 'network'>().notNull(),
      position: integer().notNull(),
      mode: text().notNull(),
      source: text(),
    },
    (t) => [primaryKey({ columns: [t.network, t.from, t.by] })],
  );

  return {
    networks,
    instruments,
    organisations,
    members,
    waves,
    responses,
    events,
    eventOrganisations,
    goals,
    declarations,
  };
}
