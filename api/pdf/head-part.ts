import { peopleText, rateText } from '@rapport/analytics/release/people';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { factorName, modeName } from '@rapport/messages/words/names';
import { list, percent } from '@rapport/messages/words/numbers';
import type { ReportWords } from '@rapport/messages/words/report';
import { modeAbove, placeOf, type Standing } from '@rapport/messages/words/standing';
import type { ReportDocument } from '../schemas/reports.ts';
import { drawLadder } from './ladder.ts';
import type { Sheet } from './sheet.ts';

/** Where the network stands, on the ladder and in a few facts, and what it says of itself. */
export function head(
  sheet: Sheet,
  document: ReportDocument,
  standing: Standing,
  words: ReportWords,
  locale: Locale,
): void {
  sheet.h1(words.verdict);
  if (words.lede) sheet.lede(words.lede);
  sheet.note(
    [
      m.report_number({ number: document.number }, { locale }),
      ...(document.replaces ? [m.report_replaces({ number: document.replaces.number }, { locale })] : []),
    ].join(' '),
  );
  if (standing.stage) drawLadder(sheet, standing, locale);
  sheet.list(facts(standing, locale));
  if (document.summary) {
    sheet.h3(m.report_summary({}, { locale }));
    sheet.p(document.summary);
  }
  if (document.context) {
    sheet.h3(m.report_context({}, { locale }));
    sheet.p(document.context);
  }
}

function facts({ stage, modes, wave, instrument }: Standing, locale: Locale): string[] {
  const rung = stage && (modes[placeOf(modes, stage.verdict.mode) - 1] ?? modeAbove(modes, null));
  const share = rung ? stage.shares[rung.id] : null;
  const rate = rateText(wave.responseRate);
  const rows: [term: string, value: string | null][] = [
    [
      m.fact_gap({}, { locale }),
      stage && stage.gap.funder !== null
        ? stage.gap.funder > 0
          ? m.fact_rungs({ count: stage.gap.funder }, { locale })
          : m.fact_no_gap({}, { locale })
        : null,
    ],
    [
      m.fact_held_back({}, { locale }),
      stage && stage.limitedBy.length > 0
        ? list(
            stage.limitedBy.map((factor) => factorName(instrument, factor, locale)),
            locale,
          )
        : null,
    ],
    [
      rung ? m.fact_share({ mode: modeName(rung, locale) }, { locale }) : '',
      typeof share === 'number' ? percent(share, locale) : null,
    ],
    [
      m.fact_heard({}, { locale }),
      m.fact_agencies({ heard: wave.organisationsHeard, all: wave.organisations }, { locale }),
    ],
    [
      m.fact_people({}, { locale }),
      rate && m.fact_people_range({ rate, some: peopleText(wave.responded) }, { locale }),
    ],
  ];
  return rows.flatMap(([term, value]) => (value === null ? [] : [`${term}: ${value}`]));
}
