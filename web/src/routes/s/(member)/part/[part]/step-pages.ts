import type { Component, ComponentProps } from 'svelte';
import { emptyDraft, type Draft, type SurveyForm } from '$lib/survey/form';
import type { Fault } from '$lib/survey/read-form';
import { listSteps, type Step } from '$lib/survey/steps';
import type DeviceChoice from './DeviceChoice.svelte';
import type NumberQuestion from './NumberQuestion.svelte';

/** What every page of the survey is given; each shows its own kind of step. */
export interface StepProps {
  form: SurveyForm;
  step: Step;
  draft: Draft;
  goals: string[];
  /** From how many people on averages are shown. */
  people: number;
  /** Last day of the survey, in words. */
  closes: string;
  faults: Record<string, Fault>;
  /** Text that could not be taken, by field name. */
  typed: Record<string, string>;
  /** The page runs in a browser with JavaScript. */
  live: boolean;
  /** The only question shown, on a phone; null shows all. */
  alone: number | null;
  /** Fetched only where a question is answered by typing a number. */
  typedQuestion: typeof NumberQuestion | null;
}

type StepPage = { default: Component<StepProps> };

const PAGES: Record<Step['kind'], () => Promise<StepPage>> = {
  items: () => import('./ItemsStep.svelte'),
  roster: () => import('./RosterStep.svelte'),
  agency: () => import('./AgencyStep.svelte'),
  texts: () => import('./TextsStep.svelte'),
  check: () => import('./CheckStep.svelte'),
};

function kindAt(path: string): Step['kind'] {
  if (path === 'agencies') return 'roster';
  if (path === 'words') return 'texts';
  if (path === 'check') return 'check';
  return path.startsWith('agency-') ? 'agency' : 'items';
}

/** The component of the page at an address; the first view loads that one only. */
export const loadStepPage = async (path: string): Promise<Component<StepProps>> =>
  (await PAGES[kindAt(path)]()).default;

/** What a page of typed numbers needs besides; null on every other. */
export async function loadTypedQuestion(form: SurveyForm, path: string): Promise<typeof NumberQuestion | null> {
  // Agencies' pages come after those of items, whatever is ticked.
  const step = listSteps(form, emptyDraft()).find((one) => one.path === path);
  if (step?.kind !== 'items' || step.part.questions.every(({ points }) => points !== null)) return null;
  return (await import('./NumberQuestion.svelte')).default;
}

type ChoicePage = Component<ComponentProps<typeof DeviceChoice>>;

/** Seldom needed, so a browser fetches it when it is; the server, which renders at once, has it. */
export const choicePage: ChoicePage | null = import.meta.env.SSR
  ? (await import('./DeviceChoice.svelte')).default
  : null;
export const loadChoicePage = async (): Promise<ChoicePage> => (await import('./DeviceChoice.svelte')).default;

/** Fetches the other pages, so that the survey goes on without a connection. */
export const fetchStepPages = async (): Promise<void> => {
  await Promise.allSettled([loadChoicePage(), ...Object.values(PAGES).map((load) => load())]);
};
