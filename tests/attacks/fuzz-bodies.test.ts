import { agencies } from '@rapport/api/testing/agencies';
import { cookieOf, openBench, problemOf, type Bench } from '@rapport/api/testing/bench';
import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let bench: Bench;
let member: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies('harbour'));
  const invited = [{ member: 'm-1-1', tokenHash: sha256('a token') }];
  const by = { actor: 'test', now: bench.services.clock(), handedOn: false };
  await createInvitations(bench.services.db, 'harbour', '2026-Q4', invited, by);
  member = cookieOf(await bench.call('/api/survey/session', { json: { token: 'a token' } }));
});
afterAll(() => bench?.close());

/** A draft may hold anything, so that nothing but the body's own rules stands in the way. */
const draft = (answers: string) =>
  bench.call('/api/survey/draft', {
    method: 'PUT',
    raw: `{"answers":${answers}}`,
    headers: { 'content-type': 'application/json', 'if-match': '"0"' },
    as: member,
  });
const nested = (depth: number) => `{"trust_1":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('a body', () => {
  it.each([
    ['a NUL character', '{"trust_1":"a\\u0000b"}', '400 malformed-request'],
    ['half of a surrogate pair', '{"trust_1":"\\ud800"}', '400 malformed-request'],
    ['a name with half of a pair', '{"\\udc00":1}', '400 malformed-request'],
    ['sixty levels', nested(60), '400 malformed-request'],
    ['fifty thousand levels', nested(50_000), '400 malformed-request'],
    ['more than a megabyte', JSON.stringify({ trust_1: 'x'.repeat(1_100_000) }), '413 too-large'],
  ])('with %s is refused', async (_, answers, problem) => {
    expect(problemOf(await draft(answers))).toBe(problem);
  });

  it('with a whole pair, and as deep as any form, is taken', async () => {
    expect((await draft('{"trust_1":"\\ud83d\\ude00","trust_2":[[[1]]]}')).status).toBe(200);
  });
});

it('an address with a NUL character is refused', async () => {
  expect(problemOf(await bench.call('/api/networks/har%00bour', { as: member }))).toBe('400 malformed-request');
});
