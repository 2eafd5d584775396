import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { facts } from '@rapport/messages/words/facts';
import type { ReportWords } from '@rapport/messages/words/report';
import type { Standing } from '@rapport/messages/words/standing';
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
  sheet.list(facts(standing, locale).map(({ term, value }) => `${term}: ${value}`));
  if (document.summary) {
    sheet.h3(m.report_summary({}, { locale }));
    sheet.p(document.summary);
  }
  if (document.context) {
    sheet.h3(m.report_context({}, { locale }));
    sheet.p(document.context);
  }
}
