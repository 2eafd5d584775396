import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { day } from '@rapport/messages/words/numbers';
import { reportWords } from '@rapport/messages/words/report';
import { standing as standingOf } from '@rapport/messages/words/standing';
import { storedDocument } from '../report-document.ts';
import { findings } from './fit-part.ts';
import { head } from './head-part.ts';
import { log } from './log-part.ts';
import { evidence, method } from './method-part.ts';
import { Sheet } from './sheet.ts';
import { ties } from './ties-part.ts';
import { trend } from './trend-part.ts';

export interface PdfJob {
  /** A published report as it is stored, a `ReportDocument` as JSON: a thread is handed text faster than the objects. */
  document: string;
  sha256: string;
  locale: Locale;
}

/** A published report as a tagged PDF on A4: the page's words, figures and order. */
export async function reportPdf({ document: stored, sha256, locale }: PdfJob): Promise<Buffer> {
  const document = storedDocument({ document: stored });
  const { network, wave, release } = document;
  const title = m.report_title({ network: network.name }, { locale });
  const published = day(document.published.slice(0, 10), locale);
  const sheet = new Sheet({ title, lang: locale, author: network.name, date: new Date(document.published) });
  const eyebrow = m.report_eyebrow({ network: network.name, wave: wave.label, published }, { locale });
  const standing = standingOf(release, wave.wave) ?? standingOf(release);
  sheet.note(eyebrow);
  if (!standing) sheet.h1(m.report_empty({}, { locale }));
  else {
    const words = document.texts?.[locale] ?? reportWords(standing, locale);
    head(sheet, document, standing, words, locale);
    findings(sheet, standing, words, locale);
    trend(sheet, standing, words, locale);
    ties(sheet, standing, words, locale);
    log(sheet, standing, words, locale);
    evidence(sheet, standing, locale);
    method(sheet, standing, sha256, locale);
  }
  return sheet.end(eyebrow);
}
