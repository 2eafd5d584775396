import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { chanceWords } from './confidence.ts';
import { rungs } from './ladder.ts';
import { scaleTitle } from './names.ts';
import { percent, points, signed } from './numbers.ts';
import type { Standing } from './standing.ts';
import { reasonsUnder } from './suppressions.ts';
import { readinessScales } from './trends.ts';

/** A table ready to be set on a page or on paper: the first cell of a row is its head, the others are figures. */
export interface WordTable {
  caption: string;
  head: string[];
  rows: string[][];
  /** What the reader needs beside it. */
  notes: string[];
}

const NONE = '–';

/** Each scale's movement a year among the same people, with its interval and how often chance alone would show as much; null without any. */
export function slopesTable({ release, instrument }: Standing, locale: Locale): WordTable | null {
  const first = readinessScales(instrument);
  const scales = [...first, ...Object.keys(release.trends).filter((scale) => !first.includes(scale))];
  const rows = scales.flatMap((scale) => {
    const within = release.trends[scale]?.within;
    if (!within) return [];
    const { perYear, ci, organisations } = within;
    const p = within.pHolm ?? within.p;
    const range = ci
      ? m.effect_change(
          { change: signed(perYear ?? 0, locale), low: points(ci[0], locale), high: points(ci[1], locale) },
          { locale },
        )
      : signed(perYear ?? 0, locale);
    return [
      [
        scaleTitle(instrument, scale, locale),
        perYear === null ? NONE : range,
        perYear === null || p === null ? NONE : chanceWords(p, locale),
        String(organisations),
      ],
    ];
  });
  if (rows.length === 0) return null;
  const reasons = scales.flatMap((scale) => reasonsUnder(release, [`trends.${scale}.within.perYear`], locale));
  return {
    caption: m.slopes_caption({}, { locale }),
    head: [
      m.change_scale({}, { locale }),
      m.slopes_per_year({}, { locale }),
      m.slopes_chance({}, { locale }),
      m.slopes_agencies({}, { locale }),
    ],
    rows,
    notes: [m.slopes_explain({}, { locale }), ...dashNote(reasons, locale)],
  };
}

/** The rungs one by one: how sure each is, and the share of agencies whose own scores reach it; null without readiness. */
export function rungsTable(standing: Standing, locale: Locale): WordTable | null {
  const { stage, label } = standing;
  if (!stage) return null;
  return {
    caption: m.rung_table_caption({ wave: label }, { locale }),
    head: [m.rung_table_rung({}, { locale }), m.rung_table_sure({}, { locale }), m.rung_table_share({}, { locale })],
    rows: rungs(standing, locale).map(({ mode, name, confidence }) => {
      const share = stage.shares[mode] ?? null;
      return [
        name,
        confidence === null ? NONE : chanceWords(confidence, locale),
        share === null ? NONE : percent(share, locale),
      ];
    }),
    notes: [],
  };
}

/** Why figures are missing, as one note; none where none is held back. */
export const dashNote = (reasons: string[], locale: Locale): string[] =>
  reasons.length === 0 ? [] : [m.held_back_dash({ reasons: [...new Set(reasons)].join('; ') }, { locale })];
