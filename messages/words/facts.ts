import { peopleText, rateText } from '@rapport/analytics/release/people';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { modeBeyondAim } from './limits.ts';
import { factorName, modeName } from './names.ts';
import { list, percent } from './numbers.ts';
import { modeAbove, placeOf, type Standing } from './standing.ts';

/** One fact under the ladder. */
export interface Fact {
  term: string;
  value: string;
}

/** What the verdict comes with, in a few words each: gap, what is short, agencies of their own, who was heard. */
export function facts(standing: Standing, locale: Locale): Fact[] {
  const { stage, modes, wave } = standing;
  const rows: Fact[] = [];
  if (stage && stage.gap.funder !== null) {
    const count = stage.gap.funder;
    rows.push({
      term: m.fact_gap({}, { locale }),
      value: count > 0 ? m.fact_rungs({ count }, { locale }) : m.fact_no_gap({}, { locale }),
    });
  }
  const limit = limitFact(standing, locale);
  if (limit) rows.push(limit);
  const rung = stage && (modes[placeOf(modes, stage.verdict.mode) - 1] ?? modeAbove(modes, null));
  const share = rung && stage.shares[rung.id];
  if (rung && typeof share === 'number')
    rows.push({ term: m.fact_share({ mode: modeName(rung, locale) }, { locale }), value: percent(share, locale) });
  rows.push({
    term: m.fact_heard({}, { locale }),
    value: m.fact_agencies({ heard: wave.organisationsHeard, all: wave.organisations }, { locale }),
  });
  const rate = rateText(wave.responseRate);
  const some = peopleText(wave.responded);
  if (rate !== null)
    rows.push({
      term: m.fact_people({}, { locale }),
      value:
        typeof wave.responded === 'number'
          ? m.fact_people_value({ rate, some, all: peopleText(wave.eligible) }, { locale })
          : m.fact_people_range({ rate, some }, { locale }),
    });
  return rows;
}

/** What lies between the network and the next mode: what holds it back, or, where that is more than it aims for, what more would take. */
export function limitFact(standing: Standing, locale: Locale): Fact | null {
  const { stage, instrument } = standing;
  if (!stage || stage.limitedBy.length === 0) return null;
  const beyond = modeBeyondAim(standing);
  return {
    term: beyond ? m.fact_beyond({ mode: modeName(beyond, locale) }, { locale }) : m.fact_held_back({}, { locale }),
    value: list(
      stage.limitedBy.map((factor) => factorName(instrument, factor, locale)),
      locale,
    ),
  };
}
