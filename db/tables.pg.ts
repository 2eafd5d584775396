import { postgres as columns } from './columns.pg.ts';
import { defineTables } from './tables.ts';

/** What drizzle-kit reads; `open` hands the same tables out as `db.tables`. */
export const tables = defineTables(columns);
export const {
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
  invitations,
  surveySessions,
  drafts,
  submissionKeys,
  consents,
  mailLinks,
  suppressions,
  accessCodes,
  releases,
  reports,
  shares,
  auditChains,
  audit,
  erasures,
  jobs,
  user,
  session,
  account,
  verification,
  rateLimit,
  grants,
} = tables;
