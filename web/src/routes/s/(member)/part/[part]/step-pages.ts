import type { Component, ComponentProps } from 'svelte';
import { emptyDraft, type Draft, type SurveyForm } from '$lib/survey/form';
import type { Fault } from '$lib/survey/read-form';
import { listSteps, type Step } from '$lib/survey/steps';
import type DeviceChoice from './DeviceChoice.svelte';
import type FaultSummary from './FaultSummary.svelte';
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
  /** When answers were sent; null before. */
  sentAt: string | null;
  /** What the server says of changes since then. */
  unsent: boolean;
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

interface Seldom {
  DeviceChoice: Component<ComponentProps<typeof DeviceChoice>> | null;
  FaultSummary: Component<ComponentProps<typeof FaultSummary>> | null;
}

/** What few members ever see: a browser fetches it when it is needed. */
export async function loadSeldom(): Promise<Seldom> {
  const [choice, faults] = await Promise.all([import('./DeviceChoice.svelte'), import('./FaultSummary.svelte')]);
  return { DeviceChoice: choice.default, FaultSummary: faults.default };
}

/** The server, which renders at once, has it. */
export const seldom: Seldom = import.meta.env.SSR ? await loadSeldom() : { DeviceChoice: null, FaultSummary: null };

/** Fetches the other pages, so that the survey goes on without a connection. */
export const fetchStepPages = async (): Promise<void> => {
  await Promise.allSettled([loadSeldom(), ...Object.values(PAGES).map((load) => load())]);
};
