import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { ReportDocument } from '@rapport/api/schemas/reports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printedLink, startServer, type RunningServer } from '../support/server.ts';

let server: RunningServer;
let address: string;
beforeAll(async () => {
  server = await startServer();
  address = printedLink(server, '/r/').replace('/r/', '/api/reports/');
});
afterAll(() => server?.stop());

interface Node {
  role?: string;
  type?: string;
  alt?: string;
  children?: Node[];
}
const flat = (node: Node | null): Node[] => (node ? [node, ...(node.children ?? []).flatMap(flat)] : []);

describe.each(['en', 'id'])('the PDF of the demo’s report in %s', (lang) => {
  it('is tagged, titled, in its language, bookmarked, with words for every picture, and has the report’s figures', async () => {
    const report = (await (await fetch(`${address}.json`)).json()) as ReportDocument;
    const reply = await fetch(`${address}.pdf?lang=${lang}`);
    expect(reply.headers.get('content-type')).toBe('application/pdf');
    const pdf = await getDocument({ data: new Uint8Array(await reply.arrayBuffer()) }).promise;
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Language: lang, Title: expect.stringContaining(report.network.name) as string });
    expect((await pdf.getMarkInfo())?.Marked).toBe(true);
    expect((await pdf.getOutline()).length).toBeGreaterThan(6);
    const nodes: Node[] = [];
    let text = '';
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      nodes.push(...flat(await page.getStructTree()));
      const { items } = await page.getTextContent();
      text += items.map((item) => ('str' in item ? item.str : '')).join(' ');
    }
    const roles = nodes.map(({ role }) => role);
    for (const role of ['H1', 'H2', 'P', 'L', 'Table', 'TH', 'TD', 'Figure']) expect(roles).toContain(role);
    const figures = nodes.filter(({ role }) => role === 'Figure');
    expect(figures.length).toBe(2);
    for (const { alt } of figures) expect(alt?.length).toBeGreaterThan(40);
    const plain = text.replaceAll(/\s+/g, ' ');
    for (const word of report.texts?.[lang]?.verdict.split(' ') ?? []) expect(plain).toContain(word);
    for (const { scales } of report.release.waves)
      for (const { organisationMean } of Object.values(scales))
        if (organisationMean !== null)
          expect(plain).toContain(organisationMean.toFixed(1).replace('.', lang === 'id' ? ',' : '.'));
  });
});
