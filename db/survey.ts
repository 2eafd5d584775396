import type { Submission } from '@rapport/surveys/answers';
import type { Instrument } from '@rapport/surveys/instrument';
import { isIn } from '@rapport/surveys/membership';
import type { AgreedGoals } from '@rapport/surveys/panel';
import { and, asc, desc, eq, lt, lte } from 'drizzle-orm';
import { snapshot } from './atomic.ts';
import type { Draft } from './drafts.ts';
import { NotFound } from './errors.ts';
import type { MemberRow } from './members.ts';
import type { NetworkRow } from './networks.ts';
import type { Db } from './open.ts';
import type { OrganisationRow } from './organisations.ts';
import { ofSeat } from './responses.ts';
import type { Seat } from './seat.ts';
import { asSubmission } from './stored-rows.ts';
import { getWave, type WaveRow } from './waves.ts';

export interface Survey {
  network: NetworkRow;
  wave: WaveRow;
  member: MemberRow;
  instrument: Instrument;
  /** Those in the wave but the member's own, in the network's order. */
  organisations: OrganisationRow[];
  /** Agreed from the latest date up to the wave's opening. */
  goals: AgreedGoals[];
  /** The member's ratings in the latest earlier wave they answered, by organisation and question. */
  previousTies: Submission['ties'];
  draft: Draft | null;
  response: { submission: Submission; submittedAt: Date | null } | null;
}

/** Everything that a member's form needs, from one snapshot. @throws NotFound */
export async function readSurvey(db: Db, seat: Seat): Promise<Survey> {
  const { networks, waves, members, instruments, organisations, goals, drafts, responses } = db.tables;
  const { network, member } = seat;
  const { opens } = await getWave(db, network, seat.wave);
  const [[networkRow], [wave], [memberRow], kept, all, agreed, [draft], [response], [previous]] = await snapshot(
    db,
    (tx) => [
      tx.select().from(networks).where(eq(networks.slug, network)),
      tx
        .select()
        .from(waves)
        .where(and(eq(waves.network, network), eq(waves.wave, seat.wave))),
      tx
        .select()
        .from(members)
        .where(and(eq(members.network, network), eq(members.member, member))),
      tx.select().from(instruments).where(eq(instruments.network, network)),
      tx
        .select()
        .from(organisations)
        .where(eq(organisations.network, network))
        .orderBy(asc(organisations.position), asc(organisations.organisation)),
      tx
        .select({ from: goals.from, text: goals.text })
        .from(goals)
        .where(and(eq(goals.network, network), lte(goals.from, opens)))
        .orderBy(asc(goals.position)),
      tx
        .select()
        .from(drafts)
        .where(and(...ofSeat(drafts, seat))),
      tx
        .select()
        .from(responses)
        .where(and(...ofSeat(responses, seat))),
      tx
        .select({ response: responses })
        .from(responses)
        .innerJoin(waves, and(eq(waves.network, responses.network), eq(waves.wave, responses.wave)))
        .where(and(eq(responses.network, network), eq(responses.member, member), lt(waves.opens, opens)))
        .orderBy(desc(waves.opens))
        .limit(1),
    ],
  );
  if (!networkRow || !wave) throw new NotFound('wave', seat.wave);
  if (!memberRow) throw new NotFound('member', member);
  const key = wave.instrument ?? networkRow.instrument;
  const instrument = kept.find((row) => row.key === key)?.instrument;
  if (!instrument) throw new NotFound('instrument', key);
  const latest = agreed.reduce<string | null>(
    (from, row) => (from === null || row.from > from ? row.from : from),
    null,
  );
  return {
    network: networkRow,
    wave,
    member: memberRow,
    instrument,
    organisations: all.filter((row) => row.organisation !== memberRow.organisation && isIn(row, wave)),
    goals: agreed.filter((row) => row.from === latest),
    previousTies: previous ? asSubmission(previous.response).ties : {},
    draft: draft ?? null,
    response: response ? { submission: asSubmission(response), submittedAt: response.submittedAt } : null,
  };
}
