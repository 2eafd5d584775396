import { client } from '@rapport/api/client';
import type { SurveyForm } from '@rapport/api/schemas/survey';
import { saysTheSame } from '../compare-drafts.ts';
import { describeForm } from '../describe-form.ts';
import { fitDraft } from '../fit-draft.ts';
import type { Draft, SurveyForm as DescribedForm } from '../form.ts';
import { asDraft } from '../survey-calls.ts';
import { isUntouched } from '../steps.ts';
import { surveyError } from './survey-error.ts';

export interface Survey {
  form: DescribedForm;
  network: { name: string; minimumCell: number };
  wave: { label: string; closes: string };
  /** One string for each agreed goal, or paragraph of them. */
  goals: string[];
  draft: Draft;
  version: number;
  submitted: string | null;
  /** What was sent, where this link may read it. */
  sent: Draft | null;
  /** The draft says something else than what was sent. */
  unsent: boolean;
  handedOn: boolean;
  /** Who may take answers out under numbers, by name. */
  custodians: string[];
  /** How long members of this network take, in seconds; null before it is known. */
  medianSeconds: number | null;
  /** Stands for this member in this wave on this device (`ownerOf`). */
  owner: string;
}

/** The member's survey in `locale`, from the API. Throws the page's error. */
export async function loadSurvey(fetch: typeof globalThis.fetch, locale: string): Promise<Survey> {
  const reply = await client(fetch).survey.$get();
  return reply.ok ? describeSurvey(await reply.json(), locale) : surveyError(reply);
}

/** The API's form in `locale`. Without a draft, what was submitted before is where changes begin. */
export function describeSurvey(survey: SurveyForm, locale: string): Survey {
  const form = describeForm(survey, locale);
  const saved = fitDraft(form, asDraft(survey.draft));
  const sent = survey.submission && fitDraft(form, asDraft(survey.submission));
  const draft = sent && isUntouched(saved) ? sent : saved;
  return {
    form,
    network: { name: survey.network.name, minimumCell: survey.network.minimumCell },
    wave: { label: survey.wave.label, closes: survey.wave.closes },
    goals: survey.goals.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim() !== ''),
    draft,
    version: survey.draft.version,
    submitted: survey.submitted,
    sent,
    unsent: survey.submitted !== null && (sent ? !saysTheSame(draft, sent) : survey.unsent),
    handedOn: survey.handedOn,
    custodians: survey.custodians,
    medianSeconds: survey.medianSeconds,
    owner: ownerOf(survey),
  };
}

/** What a device keeps drafts under: this member in this wave. */
export const ownerOf = ({ network, wave, member }: Pick<SurveyForm, 'network' | 'wave' | 'member'>): string =>
  `${network.slug}.${wave.wave}.${member.member}`;
