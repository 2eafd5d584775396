import { listCustodians } from '@rapport/db/custodians';
import { markOpened } from '@rapport/db/invitations';
import { readSurvey, type Survey } from '@rapport/db/survey';
import { m } from '@rapport/messages';
import { submissionFaults, type Asked, type Submission } from '@rapport/surveys/answers';
import type { Services } from './context.ts';
import type { ValueFault } from './problems.ts';
import type { SurveyForm } from './schemas/survey.ts';
import type { MemberSession } from './sessions.ts';
import { usualTime } from './usual-time.ts';

const NOTHING = {};
const isLater = (saved: Date, sent: Date | null | undefined): boolean => sent instanceof Date && saved > sent;

/** The form of a member who opens it now. @throws NotFound */
export async function openForm(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  member: MemberSession,
): Promise<SurveyForm> {
  const survey = await readSurvey(db, member);
  const [custodians, median] = await Promise.all([
    listCustodians(db, member.network, survey.wave.opens),
    usualTime(db, member.network, clock()),
    markOpened(db, member, clock()),
  ]);
  return surveyForm(survey, member, custodians, median);
}

/**
 * The form for one session. A link that passed through a lead's hands reads nothing back but the draft that this very
 * session wrote: neither last wave's ties nor what was submitted.
 */
function surveyForm(
  survey: Survey,
  { handedOn, tokenHash }: MemberSession,
  custodians: string[],
  medianSeconds: number | null,
): SurveyForm {
  const { network, wave, member, instrument, organisations, goals, previousTies, draft, response } = survey;
  const own = draft && (!handedOn || draft.writtenBy === tokenHash) ? draft.body : NOTHING;
  return {
    network: {
      slug: network.slug,
      name: network.name,
      locale: network.locale,
      timezone: network.timezone,
      minimumCell: network.minimumCell,
    },
    wave: { wave: wave.wave, label: wave.label, opens: wave.opens, closes: wave.closes },
    member: { member: member.member, organisation: member.organisation, name: member.name, language: member.language },
    instrument,
    organisations: organisations.map(({ organisation, name }) => ({ organisation, name })),
    goals,
    previousTies: handedOn || !network.stillSo ? {} : previousTies,
    draft: { answers: {}, ties: {}, ...own, version: draft?.version ?? 0 },
    submitted: response ? (response.submittedAt?.toISOString() ?? null) : null,
    submission: response && !handedOn ? response.submission : null,
    unsent: own !== NOTHING && draft !== null && isLater(draft.updatedAt, response?.submittedAt),
    handedOn,
    custodians,
    medianSeconds,
  };
}

/** Where a submission doesn't fit what was asked: a path, a message key that forms translate, and the message in English. */
export function submissionFaultsIn(
  submission: Submission,
  asked: Asked,
): (ValueFault & { key: string; params: object })[] {
  return submissionFaults(submission, asked).map((fault) => ({
    path: fault.path.join('.'),
    key: fault.key,
    params: fault.params ?? {},
    message: messageOf(fault),
    code: 'in-answers',
  }));
}

function messageOf(fault: ReturnType<typeof submissionFaults>[number]): string {
  const english = { locale: 'en' } as const;
  if (fault.key === 'survey_fault_long') return m.survey_fault_long(fault.params, english);
  if (fault.key === 'survey_fault_unknown') return m.survey_fault_unknown({}, english);
  return m[fault.key](fault.params, english);
}
