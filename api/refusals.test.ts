import { agencies } from './testing/agencies.ts';
import { openBench, type Bench } from './testing/bench.ts';
import { ok } from './client.ts';
import { m } from '@rapport/messages';
import { overwriteGetLocale } from '@rapport/messages/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemWords } from '../web/src/lib/problem-words.ts';
import { attempt } from '../web/src/lib/workspace/server/attempt.ts';
import { faultWords } from '../web/src/lib/workspace/server/fault-words.ts';
import { FAULT_CODES, PROBLEM_CODES } from './problems.ts';

let bench: Bench;
let lead: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(() => bench.close());

const network = { slug: 'delta', name: 'Delta', timezone: 'Etc/UTC', locale: 'en' };
const person = { member: 'm-99', organisation: 'org-1', name: 'New', email: 'new@example.org', joined: '2026-11-05' };
const refusals = [
  ['organisations', { organisation: 'org-9', name: '', joined: '2026-02-01' }, 'name', m.form_fault_missing],
  ['members', { ...person, name: 'x'.repeat(501) }, 'name', () => m.form_fault_long({ limit: 500 })],
  ['members', { ...person, joined: '2026-02-31' }, 'joined', m.form_fault_date],
  ['members', { ...person, joined: '0000-01-01' }, 'joined', m.form_fault_date],
  ['members', { ...person, email: 'new@' }, 'email', m.form_fault_email],
  ['members', { ...person, name: '=1+1' }, 'name', m.form_fault_formula],
  ['members', { ...person, left: '2026-01-01' }, 'left', m.form_fault_order],
  ['', { ...network, slug: 'Two words' }, 'slug', m.form_fault_form],
  ['', { ...network, slug: 'new' }, 'slug', m.form_fault_reserved],
] as const;

const refused = async (path: string, json: object) => {
  const { status, body } = await bench.call(path ? `/api/networks/harbour/${path}` : '/api/networks', {
    json,
    as: lead,
  });
  return attempt(ok(Promise.resolve({ ok: status < 400, status, json: () => Promise.resolve(body) })));
};

it.each(['en', 'id'] as const)('words what the API refuses for a reader of %s', async (locale) => {
  overwriteGetLocale(() => locale);
  for (const [path, json, field, words] of refusals) {
    const { problem } = await refused(path, json);
    expect(problem).toEqual({ fields: { [field]: words() }, message: m.form_not_right({ faults: words() }) });
  }
  const long = await refused('', { ...network, timezone: 'Mars/Olympus', minimumCell: 2 });
  expect(long.problem?.fields).toEqual({ timezone: m.form_fault_form(), minimumCell: expect.stringContaining('5') });
  const twice = await refused('organisations', { organisation: 'org-1', name: 'Twice', joined: '2026-02-01' });
  expect(twice.problem).toEqual({ fields: {}, message: m.form_conflict() });
});

describe('whatever the API refuses', () => {
  const everything = (locale: 'en' | 'id'): Map<string, string> => {
    overwriteGetLocale(() => locale);
    return new Map([
      ...PROBLEM_CODES.map((code) => [code, problemWords({ type: `urn:rapport:problem:${code}` })] as const),
      ...FAULT_CODES.map((code) => [`fault ${code}`, faultWords({ path: '', message: '', code, limit: 7 })] as const),
    ]);
  };

  it('has words of its own in both languages', () => {
    const [english, indonesian] = [everything('en'), everything('id')];
    for (const [code, words] of english) {
      expect(words, code).toMatch(/^\p{Lu}.*\.$/u);
      expect(indonesian.get(code), code).toMatch(/^\p{Lu}.*\.$/u);
      expect(indonesian.get(code), code).not.toBe(words);
      expect(words, code).not.toBe(m.problem_other({}, { locale: 'en' }));
    }
    const repeated = [...english].filter(([code, words]) => [...english].some(([c, w]) => w === words && c !== code));
    expect(repeated).toEqual([]);
    expect(problemWords({ type: 'about:blank' })).toBe(m.problem_other());
  });

  it('comes with one of these codes, from every route, whatever it is sent', async () => {
    const { body } = await bench.call('/api/openapi.json');
    const { paths } = body as { paths: Record<string, Record<string, { requestBody?: object }>> };
    const seen = new Set<string>();
    for (const [path, operations] of Object.entries(paths))
      for (const method of Object.keys(operations).filter((name) => name !== 'parameters'))
        for (const json of [{}, [], { name: 7, opens: 'x', slug: {}, mode: 'none', text: null, code: '' }]) {
          if (path.startsWith('/api/auth/') || path.startsWith('/auth/')) continue;
          const address = `/api${path.replace(/^\/api/, '').replace('{network}', 'harbour')}`.replaceAll(
            /\{\w+\}/g,
            'none',
          );
          const reply = await bench.call(address, {
            method: method.toUpperCase(),
            ...(method === 'get' ? {} : { json }),
            as: lead,
          });
          if (reply.status < 400) continue;
          const problem = reply.body as { type: string; errors?: { code: string }[] };
          const codes = [
            problem.type.replace('urn:rapport:problem:', ''),
            ...(problem.errors ?? []).map(({ code }) => code),
          ];
          for (const code of codes) expect([...PROBLEM_CODES, ...FAULT_CODES], `${method} ${address}`).toContain(code);
          codes.forEach((code) => seen.add(code));
        }
    expect(seen.size).toBeGreaterThan(7);
  });
});
