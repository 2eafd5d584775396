import { parse } from 'csv-parse/sync';
import { getDocument } from '../support/pdf-js.ts';
import type { ReportDocument } from '@rapport/api/schemas/reports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printedLink, startServer, type RunningServer } from '../support/server.ts';
import { expectedConfidences, expectedFigures, missingFrom, type Language } from './figures.ts';
import { flat, type Node } from './read-pdf.ts';

let server: RunningServer;
/** Two reports of the demo: the last, in which much of the last change is held back, and an early one, in which it is not. */
const tokens: string[] = [];
beforeAll(async () => {
  server = await startServer();
  tokens.push(new URL(printedLink(server, '/r/')).pathname.slice('/r/'.length), await shareEarlyReport());
});
afterAll(() => server?.stop());

/** Publishes and shares a report on the third wave, as the lead. */
async function shareEarlyReport(): Promise<string> {
  const signedIn = await fetch(printedLink(server, '/api/auth/'), { redirect: 'manual' });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const call = async <T>(path: string, json?: object): Promise<T> => {
    const reply = await fetch(`${server.origin}/api/networks/marram-bay/${path}`, {
      headers: { cookie, origin: server.origin, 'content-type': 'application/json' },
      ...(json ? { method: 'POST', body: JSON.stringify(json) } : {}),
    });
    expect(reply.ok, `${path}: ${reply.status}`).toBe(true);
    return (await reply.json()) as T;
  };
  const { waves } = await call<{ waves: { wave: string }[] }>('waves');
  const { report } = await call<{ report: string }>('reports', { wave: waves[2]?.wave, summary: '=1+1 is no formula' });
  const { url } = await call<{ url: string }>(`reports/${report}/shares`, {});
  return new URL(url).pathname.slice('/r/'.length);
}

const jsonOf = async (token: string): Promise<ReportDocument> =>
  (await (await fetch(`${server.origin}/api/reports/${token}.json`)).json()) as ReportDocument;

async function pageText(token: string, lang: Language): Promise<string> {
  const reply = await fetch(`${server.origin}/r/${token}`, { headers: { cookie: `PARAGLIDE_LOCALE=${lang}` } });
  const html = await reply.text();
  expect(html).toContain(`<html lang="${lang}"`);
  return plainText(html.slice(html.indexOf('<main'), html.indexOf('</main>')));
}

const plainText = (html: string): string =>
  html
    .replaceAll(/<(script|style|svg)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');

async function pdfText(token: string, lang: Language): Promise<string> {
  const reply = await fetch(`${server.origin}/api/reports/${token}.pdf?lang=${lang}`);
  const pdf = await getDocument({ data: new Uint8Array(await reply.arrayBuffer()) }).promise;
  let text = '';
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    text += ` ${items.map((item) => ('str' in item ? item.str : '')).join(' ')}`;
  }
  return text.replaceAll(/\s+/g, ' ');
}

const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

const sentencesOf = (document: ReportDocument, lang: Language): string[] => {
  const words = document.texts?.[lang];
  if (!words) throw new Error(`no words in ${lang}`);
  return [
    words.verdict,
    words.lede,
    words.limits.question ?? '',
    words.limits.finding,
    ...words.limits.sentences,
    ...words.next.flatMap(({ title, body }) => [title, body]),
    words.fit?.finding ?? '',
    words.fit?.margin ?? '',
    words.fit?.timeline ?? '',
    words.trend.finding,
    ...words.trend.notes,
    words.trend.change ?? '',
    words.ties,
    words.log,
  ];
};

describe.each([
  [0, 'the last report'],
  [1, 'an early report'],
])('%# %2$s', (at) => {
  it.each(['en', 'id'] as const)('says and shows the same on page and PDF in %s as its JSON', async (lang) => {
    const token = tokens[at] ?? '';
    const [document, page, pdf] = await Promise.all([jsonOf(token), pageText(token, lang), pdfText(token, lang)]);
    const figures = expectedFigures(document, lang);
    expect(figures.length).toBeGreaterThan(40);
    expect(missingFrom(page, [...figures, ...expectedConfidences(document, 'rung')])).toEqual([]);
    expect(missingFrom(pdf, [...figures, ...expectedConfidences(document, 'wave')])).toEqual([]);
    for (const [where, text] of [
      ['page', letters(page)],
      ['PDF', letters(pdf)],
    ] as const)
      expect(
        sentencesOf(document, lang).filter((sentence) => !text.includes(letters(sentence))),
        where,
      ).toEqual([]);
  });

  it('has every figure of its JSON in its CSV, unrounded', async () => {
    const token = tokens[at] ?? '';
    const [document, csv] = await Promise.all([
      jsonOf(token),
      fetch(`${server.origin}/api/reports/${token}.csv`).then((reply) => reply.text()),
    ]);
    const rows = parse(csv, { columns: true }) as Record<string, string>[];
    const valueOf = (table: string, key: Partial<Record<string, string>>, figure: string): string | undefined =>
      rows.find(
        (row) =>
          row.table === table &&
          row.figure === figure &&
          Object.entries(key).every(([name, text]) => row[name] === text),
      )?.value;
    const expectValue = (table: string, key: Partial<Record<string, string>>, figure: string, value: unknown): void =>
      expect(valueOf(table, key, figure), `${table} ${Object.values(key).join(' ')} ${figure}`).toBe(
        value === null || value === undefined ? '' : String(value as number),
      );
    const { release, wave } = document;
    for (const { wave: id, scales, stage, network, organisationsHeard } of release.waves) {
      expectValue('waves', { wave: id }, 'organisationsHeard', organisationsHeard);
      for (const [scale, level] of Object.entries(scales)) {
        const key = { wave: id, subject: scale };
        expectValue('scales', key, 'organisationMean', level.organisationMean);
        expectValue('scales', key, 'lower', level.organisationCi?.[0]);
        expectValue('scales', key, 'upper', level.organisationCi?.[1]);
        if (level.alpha) {
          expectValue('reliability', key, 'alpha', level.alpha.value);
          expectValue('reliability', key, 'lower', level.alpha.ci?.[0]);
          expectValue('reliability', key, 'omega', level.omega?.value);
        }
      }
      for (const [mode, confidence] of Object.entries(stage?.confidence ?? {})) {
        expectValue('readiness', { wave: id, subject: mode }, 'confidence', confidence);
        expectValue('readiness', { wave: id, subject: mode }, 'share', stage?.shares[mode]);
        for (const [scale, margin] of Object.entries(stage?.margins[mode]?.scales ?? {}))
          expectValue('margins', { wave: id, subject: `${mode}: ${scale}` }, 'margin', margin);
        expectValue('margins', { wave: id, subject: `${mode}: reach` }, 'margin', stage?.margins[mode]?.reach);
      }
      if (stage) {
        expectValue('verdicts', { wave: id }, 'modeAtMinus5', stage.modeAt.minus5);
        expectValue('verdicts', { wave: id }, 'modeAtPlus5', stage.modeAt.plus5);
        expectValue('verdicts', { wave: id }, 'gapFunder', stage.gap.funder);
        expectValue('verdicts', { wave: id }, 'verdict', stage.verdict.mode);
      }
      for (const [question, { levels }] of Object.entries(network ?? {}))
        for (const level of levels) {
          const key = { wave: id, subject: question, level: String(level.level) };
          expectValue('relationships', key, 'density', level.density);
          expectValue('relationships', key, 'reciprocity', level.reciprocity);
          expectValue('relationships', key, 'reach', level.reach);
          expectValue('relationships', key, 'pockets', level.pocketCount);
          expectValue('relationships', key, 'pocketSizes', level.pocketSizes?.join('; '));
          if (!level.sincePrevious) continue;
          expectValue('tieChanges', key, 'formed', level.sincePrevious.formed);
          expectValue('tieChanges', key, 'kept', level.sincePrevious.kept);
          expectValue('tieChanges', key, 'densityChange', level.densityChange?.change);
        }
    }
    for (const { from, to, scales } of release.changes)
      for (const [scale, parts] of Object.entries(scales))
        for (const figure of ['mean', 'total', 'entry', 'exit'] as const)
          expectValue('changes', { wave: from, to, subject: scale }, figure, parts[figure]);
    for (const [scale, trend] of Object.entries(release.trends)) {
      expectValue('trends', { subject: `${scale}: within members` }, 'perYear', trend?.within?.perYear);
      expectValue('trends', { subject: `${scale}: within members` }, 'upper', trend?.within?.ci?.[1]);
    }
    for (const { events, between, scales } of release.events)
      for (const [scale, effect] of Object.entries(scales))
        if (effect.design === 'before-after')
          expectValue(
            'effects',
            { wave: between[0] ?? '', to: between[1] ?? '', subject: `${events.join(' ')}: ${scale}` },
            'change',
            effect.change,
          );
    expectValue('report', { wave: wave.wave }, 'number', document.number);
    // What a spreadsheet would run is text; what is a number is none.
    expect(rows.filter(({ value }) => /^[=@\t\r]/.test(value ?? ''))).toEqual([]);
    expect(rows.filter(({ value }) => /^[+-]/.test(value ?? '') && !Number.isFinite(Number(value)))).toEqual([]);
    expect(rows.some(({ value }) => /^-\d/.test(value ?? ''))).toBe(true);
  });
});

describe.each(['en', 'id'] as const)('the PDF in %s', (lang) => {
  it('is tagged, titled, in its language, bookmarked, and has words for every picture', async () => {
    const token = tokens[0] ?? '';
    const report = await jsonOf(token);
    const reply = await fetch(`${server.origin}/api/reports/${token}.pdf?lang=${lang}`);
    expect(reply.headers.get('content-type')).toBe('application/pdf');
    const pdf = await getDocument({ data: new Uint8Array(await reply.arrayBuffer()) }).promise;
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Language: lang, Title: expect.stringContaining(report.network.name) as string });
    expect((await pdf.getMarkInfo())?.Marked).toBe(true);
    expect((await pdf.getOutline()).length).toBeGreaterThan(6);
    const nodes: Node[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1)
      nodes.push(...flat(await (await pdf.getPage(number)).getStructTree()));
    const roles = nodes.map(({ role }) => role);
    for (const role of ['H1', 'H2', 'H3', 'P', 'L', 'LI', 'Table', 'THead', 'TBody', 'TR', 'TH', 'TD', 'Figure'])
      expect(roles).toContain(role);
    expect(roles.filter((role) => role === 'H1')).toHaveLength(1);
    const figures = nodes.filter(({ role }) => role === 'Figure');
    expect(figures.length).toBe(2);
    for (const { alt } of figures) expect(alt?.length).toBeGreaterThan(40);
    for (const { role, children = [] } of nodes)
      if (role === 'TR') for (const cell of children) expect(['TH', 'TD']).toContain(cell.role);
  });

  it('is being made while the page is read, says so, and is there at once when it is ready', async () => {
    const address = `${server.origin}/api/reports/${tokens[1]}/pdf?lang=${lang}`;
    let state = '';
    for (let looked = 0; state !== 'ready' && looked < 100; looked += 1) {
      const progress = (await (await fetch(address)).json()) as { state: string; before: number };
      expect(['making', 'ready']).toContain(progress.state);
      expect(progress.before).toBeGreaterThanOrEqual(0);
      state = progress.state;
      if (state !== 'ready') await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(state).toBe('ready');
    const page = await fetch(`${server.origin}/r/${tokens[1]}`, { headers: { cookie: `PARAGLIDE_LOCALE=${lang}` } });
    expect(await page.text()).toContain(`/api/reports/${tokens[1]}.pdf?lang=${lang}`);
  });
});
