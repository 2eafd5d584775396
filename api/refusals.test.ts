import { agencies } from './testing/agencies.ts';
import { openBench, type Bench } from './testing/bench.ts';
import { ok } from './client.ts';
import { m } from '@rapport/messages';
import { overwriteGetLocale } from '@rapport/messages/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attempt } from '../web/src/lib/workspace/server/attempt.ts';

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
  const twice = await refused('organisations', { organisation: 'org-1', name: 'Twice', joined: '2026-02-01' });
  expect(twice.problem).toEqual({ fields: {}, message: m.form_conflict() });
});
