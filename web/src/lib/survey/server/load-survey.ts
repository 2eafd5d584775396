import { client } from '@rapport/api/client';
import { describeForm } from '../describe-form.ts';
import type { Draft, SurveyForm } from '../form.ts';
import { asDraft } from '../survey-calls.ts';
import { isUntouched } from '../steps.ts';
import { surveyError } from './survey-error.ts';

export interface Survey {
  form: SurveyForm;
  network: { name: string; minimumCell: number };
  wave: { label: string; closes: string };
  /** One string for each agreed goal, or paragraph of them. */
  goals: string[];
  draft: Draft;
  version: number;
  submitted: string | null;
  handedOn: boolean;
  /** Who may take answers out under numbers, by name. */
  custodians: string[];
  /** How long members of this network take, in seconds; null before it is known. */
  medianSeconds: number | null;
  /** Stands for this member in this wave on this device. */
  owner: string;
}

/** The member's survey in `locale`. Without a draft, what was submitted before is where changes begin. Throws the page's error. */
export async function loadSurvey(fetch: typeof globalThis.fetch, locale: string): Promise<Survey> {
  const reply = await client(fetch).survey.$get();
  if (!reply.ok) return surveyError(reply);
  const survey = await reply.json();
  const draft = asDraft(survey.draft);
  return {
    form: describeForm(survey, locale),
    network: { name: survey.network.name, minimumCell: survey.network.minimumCell },
    wave: { label: survey.wave.label, closes: survey.wave.closes },
    goals: survey.goals.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim() !== ''),
    draft: isUntouched(draft) && survey.submission ? asDraft(survey.submission) : draft,
    version: survey.draft.version,
    submitted: survey.submitted,
    handedOn: survey.handedOn,
    custodians: survey.custodians,
    medianSeconds: survey.medianSeconds,
    owner: `${survey.network.slug}.${survey.wave.wave}.${survey.member.member}`,
  };
}
