import { createApi } from '@rapport/api/app';
import { runDueJobs } from '@rapport/api/jobs/run';
import { mailHandlers } from '@rapport/api/mail/deliver';
import { agencies } from '@rapport/api/testing/agencies';
import { openBench, ORIGIN, problemOf, type Bench } from '@rapport/api/testing/bench';
import { startMailServer, type MailServer, type ReceivedMail } from '@rapport/api/testing/mail-server';
import { getDocument } from '../support/pdf-js.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostile, SCRIPTS } from './payload-network.ts';

const INJECTION = 'Name\r\nBcc: victim@example.org\r\nX-Injected: 1\r\n\r\n<b data-attack>';
/** An id that would end a header, a quoted name in one, and the letters that a header may hold. */
const WAVE = '"; x="日本\r\nX-Injected: 1';
let mail: MailServer;
let bench: Bench;
let lead: string;
let report: string;

beforeAll(async () => {
  mail = await startMailServer();
  bench = await openBench({ environment: { SMTP_URL: mail.url } });
  const panel = hostile(agencies('harbour'), bench.services.clock());
  const named = <Row extends { name?: string | null }>(rows: Row[]) =>
    rows.map((row, i) => (i === 0 ? { ...row, name: INJECTION } : row));
  const closed = (wave: string) => (wave === '2026-Q3' ? WAVE : wave);
  await bench.storePanel({
    ...panel,
    network: { ...panel.network, name: INJECTION },
    members: named(panel.members),
    organisations: named(panel.organisations),
    waves: panel.waves.map((row) => ({
      ...row,
      wave: closed(row.wave),
      ...(row.wave === 'now' && { label: INJECTION }),
    })),
    answers: panel.answers.map((row) => ({ ...row, wave: closed(row.wave) })),
    ties: panel.ties.map((row) => ({ ...row, wave: closed(row.wave) })),
    texts: panel.texts.map((row) => ({ ...row, wave: closed(row.wave) })),
  });
  lead = await bench.signIn('lead@example.org', { harbour: ['lead', 'custodian'] });
  await bench.call('/api/account', { method: 'PATCH', json: { name: INJECTION.slice(0, 200) }, as: lead });
  const made = await bench.call('/api/networks/harbour/reports', {
    json: { wave: WAVE, summary: SCRIPTS.join('\n'), context: SCRIPTS.join('\n') },
    as: lead,
  });
  expect(made.status, made.text.slice(0, 300)).toBe(201);
  const { report: id } = made.body as { report: string };
  const { body } = await bench.call(`/api/networks/harbour/reports/${id}/shares`, { json: {}, as: lead });
  report = new URL((body as { url: string }).url).pathname.replace('/r/', '/api/reports/');
});
afterAll(async () => {
  await bench?.close();
  await mail?.stop();
});

async function mailsAfter(ask: () => Promise<unknown>, count: number): Promise<ReceivedMail[]> {
  const before = mail.mails.length;
  await ask();
  const { services } = bench;
  if (services.mailer) await runDueJobs(services, mailHandlers(services, services.mailer));
  await expect.poll(() => mail.mails.length - before).toBe(count);
  return mail.mails.slice(before);
}

describe('mails', () => {
  it('hold what people wrote as text, in the subject too, and nobody’s headers, recipients or links', async () => {
    const post = (path: string, json: object) => bench.call(path, { json, as: lead, headers: { origin: ORIGIN } });
    const members = agencies().members.length;
    const mails = [
      ...(await mailsAfter(() => post('/api/networks/harbour/waves/now/invitations', {}), members)),
      ...(await mailsAfter(
        () => post('/api/networks/harbour/people/invitations', { email: 'new@example.org', role: 'viewer' }),
        1,
      )),
      ...(await mailsAfter(() => post('/api/auth/sign-in/magic-link', { email: 'lead@example.org' }), 1)),
    ];
    for (const { to, subject, headers, html, text } of mails) {
      expect(to).toMatch(/^(person-\d-\d|new|lead)@example\.org$/);
      expect(Object.keys(headers)).not.toContain('x-injected');
      expect(Object.keys(headers)).not.toContain('bcc');
      expect(subject).not.toMatch(/[\r\n]/);
      // Ours are the only elements; a name that looks like one is written out.
      expect(html).not.toMatch(/<[^>]*(data-attack|onerror|onload|javascript:)/i);
      expect(html).not.toMatch(/<(script|img|svg|iframe|base|b)\b/i);
      for (const [, address = ''] of html.matchAll(/(?:href|src)="([^"]*)"/g))
        expect(address.startsWith(ORIGIN), address).toBe(true);
      expect(text).not.toContain('\0');
    }
    expect(mails[0]?.subject).toContain('Bcc: victim@example.org');
    expect(mails.some(({ html }) => html.includes('&lt;script'))).toBe(true);
  });
});

describe('files', () => {
  it('keep their headers whatever a wave is called', async () => {
    for (const kind of ['json', 'csv', 'pdf']) {
      const { status, headers } = await bench.call(`${report}.${kind}`);
      expect(status, kind).toBe(200);
      expect(headers.get('x-injected')).toBeNull();
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
    }
  });

  it('are made whatever the network’s language is called', async () => {
    for (const locale of ['constructor', '__proto__', 'toString']) {
      const patched = await bench.call('/api/networks/harbour', { method: 'PATCH', json: { locale }, as: lead });
      expect(patched.status).toBe(200);
      expect((await bench.call('/api/networks/harbour/panel?format=zip', { as: lead })).status, locale).toBe(200);
    }
    await bench.call('/api/networks/harbour', { method: 'PATCH', json: { locale: 'en' }, as: lead });
  });

  it('of figures and words hold no cell that a spreadsheet would run', async () => {
    for (const path of [`${report}.csv`, '/api/networks/harbour/export?format=csv']) {
      const reply = await bench.call(path, { as: lead });
      expect(reply.status, path).toBe(200);
      expect(reply.text, path).not.toMatch(/(^|[,;\n"])[=@\t\r][A-Za-z0-9(]/);
    }
  });

  it('as PDF show words as words, and hold no script, action or address of theirs', async () => {
    const body = new Uint8Array(await (await createApi(bench.services).request(`${report}.pdf`)).arrayBuffer());
    const raw = Buffer.from(body).toString('latin1');
    expect(raw).not.toMatch(/\/(JavaScript|JS|OpenAction|Launch|EmbeddedFile|AA)\b/);
    expect(raw).not.toContain('attacker.example');
    const document = await getDocument({ data: body, isEvalSupported: false }).promise;
    let words = '';
    for (let page = 1; page <= document.numPages; page += 1)
      for (const item of (await (await document.getPage(page)).getTextContent()).items)
        words += 'str' in item ? item.str : '';
    expect(words.replaceAll(/\s/g, '')).toContain('<scriptdata-attack>window.attacked=1</script>');
  });
});

describe('what an import refuses', () => {
  it('is named as text in problem details', async () => {
    const csv = `member,organisation,name,email,joined,left\n${SCRIPTS.map((it, i) => `x${i},org-1,"=${it.replaceAll('"', '""')}",${i}@@,0000-01-01,`).join('\n')}\n`;
    const reply = await bench.call('/api/networks/harbour/members/import', {
      raw: csv,
      method: 'POST',
      as: lead,
      headers: { 'content-type': 'text/csv' },
    });
    expect(problemOf(reply)).toBe('422 invalid-values');
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
