import type { MemberRow } from '@rapport/db/members';
import type { NetworkRow } from '@rapport/db/networks';
import type { OrganisationRow } from '@rapport/db/organisations';
import type { Role } from '@rapport/db/tables/accounts';
import { waveState } from '@rapport/db/wave-state';
import type { WaveRow } from '@rapport/db/waves';
import type { Member, Organisation } from '@rapport/surveys/panel';
import { DEFAULT_REMINDERS } from './mail/reminder-days.ts';
import type { NetworkView, WaveView } from './schemas/rows.ts';

/** Rows as the panel has them: without the table's own columns, and optional columns absent rather than null. */

export const networkView = (row: NetworkRow, roles: Role[]): NetworkView => ({
  slug: row.slug,
  name: row.name,
  timezone: row.timezone,
  locale: row.locale,
  minimumCell: row.minimumCell,
  instrument: row.instrument,
  roles,
  reminders: row.reminders ?? DEFAULT_REMINDERS,
  stillSo: row.stillSo,
});

export const organisationView = (row: OrganisationRow): Organisation => ({
  organisation: row.organisation,
  name: row.name,
  joined: row.joined,
  left: row.left,
  ...(row.named === null ? {} : { named: row.named }),
});

export const memberView = (row: MemberRow): Member => ({
  member: row.member,
  organisation: row.organisation,
  name: row.name,
  email: row.email,
  joined: row.joined,
  left: row.left,
  ...(row.language === null ? {} : { language: row.language }),
  ...(row.person === null ? {} : { person: row.person }),
});

export const waveView = (row: WaveRow, timezone: string, now: Date): WaveView => ({
  wave: row.wave,
  label: row.label,
  opens: row.opens,
  closes: row.closes,
  ...(row.instrument === null ? {} : { instrument: row.instrument }),
  state: waveState(row, timezone, now),
  closedAt: row.closedAt?.toISOString() ?? null,
});
