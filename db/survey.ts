import type { Submission } from '@rapport/surveys/answers';
import type { Instrument } from '@rapport/surveys/instrument';
import { isIn } from '@rapport/surveys/membership';
import type { AgreedGoals } from '@rapport/surveys/panel';
import { and, asc, desc, eq, lt, lte } from 'drizzle-orm';
import { snapshot, type Results } from './atomic.ts';
import type { Draft } from './drafts.ts';
import { NotFound } from './errors.ts';
import { memberOf, type MemberRow } from './members.ts';
import { networkOf, type NetworkRow } from './networks.ts';
import type { Db } from './open.ts';
import type { OrganisationRow } from './organisations.ts';
import { prepared, type Given } from './prepared.ts';
import { givenSeat, ofSeat, type Seat } from './seat.ts';
import { asSubmission } from './stored-rows.ts';
import { getWave, waveOf, type WaveRow } from './waves.ts';

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

type OfMember = Given<Seat & { opens: string }>;

const instrumentsOf = prepared(({ tables: { instruments } }, tx, given: Given<{ network: string }>) =>
  tx
    .select()
    .from(instruments)
    .where(eq(instruments.network, given('network', instruments.network))),
);
const organisationsOf = prepared(({ tables: { organisations } }, tx, given: Given<{ network: string }>) =>
  tx
    .select()
    .from(organisations)
    .where(eq(organisations.network, given('network', organisations.network)))
    .orderBy(asc(organisations.position), asc(organisations.organisation)),
);
const goalsAt = prepared(({ tables: { goals } }, tx, given: OfMember) =>
  tx
    .select({ from: goals.from, text: goals.text })
    .from(goals)
    .where(and(eq(goals.network, given('network', goals.network)), lte(goals.from, given('opens', goals.from))))
    .orderBy(asc(goals.position)),
);
const draftOf = prepared(({ tables: { drafts } }, tx, given: OfMember) =>
  tx
    .select()
    .from(drafts)
    .where(and(...ofSeat(drafts, givenSeat(drafts, given)))),
);
const responseOf = prepared(({ tables: { responses } }, tx, given: OfMember) =>
  tx
    .select()
    .from(responses)
    .where(and(...ofSeat(responses, givenSeat(responses, given)))),
);
const previousOf = prepared(({ tables: { responses, waves } }, tx, given: OfMember) =>
  tx
    .select({ response: responses })
    .from(responses)
    .innerJoin(waves, and(eq(waves.network, responses.network), eq(waves.wave, responses.wave)))
    .where(
      and(
        eq(responses.network, given('network', responses.network)),
        eq(responses.member, given('member', responses.member)),
        lt(waves.opens, given('opens', waves.opens)),
      ),
    )
    .orderBy(desc(waves.opens))
    .limit(1),
);

/** What is asked of a member in a wave: the queries, and what their rows say. */
const askedSteps = ({ network, wave, member }: Seat) =>
  [
    networkOf({ slug: network }),
    waveOf({ network, wave }),
    memberOf({ network, member }),
    instrumentsOf({ network }),
    organisationsOf({ network }),
  ] as const;

function askedIn(
  [[network], [wave], [member], kept, all]: Results<ReturnType<typeof askedSteps>>,
  seat: Seat,
): Pick<Survey, 'network' | 'wave' | 'member' | 'instrument' | 'organisations'> {
  if (!network || !wave) throw new NotFound('wave', seat.wave);
  if (!member) throw new NotFound('member', seat.member);
  const key = wave.instrument ?? network.instrument;
  const instrument = kept.find((row) => row.key === key)?.instrument;
  if (!instrument) throw new NotFound('instrument', key);
  const organisations = all.filter((row) => row.organisation !== member.organisation && isIn(row, wave));
  return { network, wave, member, instrument, organisations };
}

/** What a submission is checked against, from one snapshot. @throws NotFound */
export const readAsked = async (db: Db, seat: Seat): Promise<Pick<Survey, 'instrument' | 'organisations'>> =>
  askedIn(await snapshot(db, () => askedSteps(seat)), seat);

/** Everything that a member's form needs, from one snapshot. @throws NotFound */
export async function readSurvey(db: Db, seat: Seat): Promise<Survey> {
  const { network, wave, member } = seat;
  const { opens } = await getWave(db, network, wave);
  const values = { network, wave, member, opens };
  const [rowOfNetwork, rowOfWave, rowOfMember, kept, all, agreed, [draft], [response], [previous]] = await snapshot(
    db,
    () => [...askedSteps(seat), goalsAt(values), draftOf(values), responseOf(values), previousOf(values)] as const,
  );
  const latest = agreed.reduce<string | null>(
    (from, row) => (from === null || row.from > from ? row.from : from),
    null,
  );
  return {
    ...askedIn([rowOfNetwork, rowOfWave, rowOfMember, kept, all], seat),
    goals: agreed.filter((row) => row.from === latest),
    previousTies: previous ? asSubmission(previous.response).ties : {},
    draft: draft ?? null,
    response: response ? { submission: asSubmission(response), submittedAt: response.submittedAt } : null,
  };
}
