import type { Instrument } from '@rapport/surveys/instrument';
import { describeForm } from '../describe-form.ts';
import type { Draft, SurveyForm } from '../form.ts';
import { asDraft } from '../survey-calls.ts';
import { isUntouched } from '../steps.ts';
import { surveyError } from './survey-error.ts';

/** What `GET /api/survey` replies with, as its route declares it. */
interface SurveyReply {
  network: { slug: string; name: string; minimumCell: number };
  wave: { wave: string; label: string; closes: string };
  member: { member: string; language: string | null };
  instrument: Instrument;
  organisations: { organisation: string; name: string }[];
  goals: { text: string }[];
  previousTies: Record<string, Record<string, number>>;
  draft: ({ version: number } & Partial<Draft>) | null;
  submission: Pick<Draft, 'answers' | 'ties' | 'texts'> | null;
  submitted: string | null;
  handedOn: boolean;
  custodians: string[];
}

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
  /** Stands for this member in this wave on this device. */
  owner: string;
}

/** The member's survey in `locale`. Without a draft, what was submitted before is where changes begin. Throws the page's error. */
export async function loadSurvey(fetch: typeof globalThis.fetch, locale: string): Promise<Survey> {
  const reply = await fetch('/api/survey');
  if (!reply.ok) return surveyError(reply);
  const survey = (await reply.json()) as SurveyReply;
  const draft = asDraft(survey.draft);
  return {
    form: describeForm(survey, locale),
    network: { name: survey.network.name, minimumCell: survey.network.minimumCell },
    wave: { label: survey.wave.label, closes: survey.wave.closes },
    goals: survey.goals.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim() !== ''),
    draft: isUntouched(draft) && survey.submission ? asDraft(survey.submission) : draft,
    version: survey.draft?.version ?? 0,
    submitted: survey.submitted,
    handedOn: survey.handedOn,
    custodians: survey.custodians ?? [],
    owner: `${survey.network.slug}.${survey.wave.wave}.${survey.member.member}`,
  };
}
