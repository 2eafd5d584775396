import { m } from '@rapport/messages';

export interface SetUpCounts {
  organisations: number;
  members: number;
  declarations: number;
  goals: number;
  waves: number;
}

/** The steps of the set-up in order. `questions` always stands: a network has the built-in ones until others are chosen. */
export const setUpSteps = (network: string, counts: SetUpCounts) => {
  const at = (step: string) => `/networks/${network}/setup/${step}`;
  return [
    { href: at('people'), label: m.setup_step_people(), done: counts.members > 0 },
    { href: at('questions'), label: m.setup_step_questions(), done: counts.waves > 0 },
    { href: at('aims'), label: m.setup_step_aims(), done: counts.declarations + counts.goals > 0 },
    { href: at('wave'), label: m.setup_step_wave(), done: counts.waves > 0 },
  ];
};

/** Whether answers can be asked for: people and a wave are there. Aims may wait. */
export const isSetUp = ({ members, waves }: SetUpCounts): boolean => members > 0 && waves > 0;
