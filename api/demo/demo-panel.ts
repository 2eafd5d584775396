import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { instrumentKey } from '@rapport/surveys/instrument';
import { isIn } from '@rapport/surveys/membership';
import type { Panel, Wave } from '@rapport/surveys/panel';
import { AGENCIES } from './agencies.ts';
import { demoWaves, storyDays, WAVES } from './calendar.ts';
import { demoCast, demoOrganisations, type Cast } from './members.ts';
import { chance, type Chance } from './random.ts';
import { demoTies } from './ratings.ts';
import { demoAnswers } from './scores.ts';
import { demoDeclarations, demoGoals, demoLog } from './story.ts';
import { demoTexts } from './words.ts';

/** `today` for the demo is the day in this zone. */
export const DEMO_TIMEZONE = 'Australia/Darwin';
export const DEMO_SLUG = 'marram-bay';
/** Someone who answered last quarter and has not yet answered the open wave. */
export const DEMO_MEMBER = 'housing-1';

/**
 * The fictional network that a first start shows: fourteen agencies over nine quarters, from strangers who are told to
 * collaborate to a network that coordinates soundly, with four agencies that go further. Eight waves are closed, the
 * ninth is open on `today` (`2026-01-31`) with answers in it. The same seed and day give the same panel.
 */
export function demoPanel({ seed, today }: { seed: number; today: string }): Panel {
  const random = chance(seed);
  const waves = demoWaves(today);
  const at = storyDays(waves);
  const cast = demoCast(waves);
  const organisations = demoOrganisations(waves);
  const takers = waves.map((wave, k) =>
    cast.filter((member) => isIn(member.row, wave) && takesPart(member, k, random)),
  );
  const pocket = new Set(AGENCIES.filter((agency) => agency.pocket).map(({ id }) => id));
  return {
    network: {
      format: 'rapport-panel/1',
      slug: DEMO_SLUG,
      name: 'Marram Bay Families Network (a made-up example)',
      timezone: DEMO_TIMEZONE,
      locale: 'en',
      minimumCell: 5,
      instrument: instrumentKey(pulse1),
    },
    instruments: [pulse1],
    organisations,
    members: cast.map(({ row }) => row),
    waves,
    answers: inWaveOrder(waves, demoAnswers(waves, takers, random)),
    ties: demoTies(waves, takers, organisations, pocket, random),
    texts: demoTexts(waves, takers, random),
    ...demoLog(at),
    goals: demoGoals(at),
    declarations: demoDeclarations(at),
  };
}

/** Of those who will answer the open wave, so many have done so by now. */
const ANSWERED_SO_FAR = 0.65;

function takesPart({ row, person }: Cast, k: number, random: Chance): boolean {
  const answers = random.happens(person.answers);
  const open = k === WAVES - 1;
  if (row.member === DEMO_MEMBER) return open ? false : k === WAVES - 2 || answers;
  return answers && (!open || person.answers === 1 || random.happens(ANSWERED_SO_FAR));
}

/** By wave and member, as members would have handed them in. */
function inWaveOrder(waves: readonly Wave[], answers: Panel['answers']): Panel['answers'] {
  const place = new Map(waves.map(({ wave }, i) => [wave, i]));
  return answers.sort(
    (a, b) =>
      (place.get(a.wave) ?? 0) - (place.get(b.wave) ?? 0) || (a.member < b.member ? -1 : a.member > b.member ? 1 : 0),
  );
}
