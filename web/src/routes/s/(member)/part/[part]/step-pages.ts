import type { Component } from 'svelte';
import type { Draft, SurveyForm } from '$lib/survey/form';
import type { Fault } from '$lib/survey/read-form';
import type { Step } from '$lib/survey/steps';

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

/** Fetches the other pages, so that the survey goes on without a connection. */
export const fetchStepPages = async (): Promise<void> => {
  await Promise.allSettled(Object.values(PAGES).map((load) => load()));
};
