import { updateNetwork } from '@rapport/db/networks';
import { open } from '@rapport/db/open';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type RunningServer } from '../support/server.ts';
import { makeUpNetwork, type MadeUpNetwork } from './made-up-network.ts';

const SLUG = 'shared';
/**
 * m-1 and m-7 are of the same agency and rated one other each, so that they are shown the same pages; m-13 of it rated none, and is told
 * of another time to the end. m-2 and m-8 are of another.
 */
const MEMBERS = ['m-1', 'm-7', 'm-13', 'm-2', 'm-8'];
const PATHS = ['/s', '/s/part/1', '/s/part/2'];

let server: RunningServer;
let network: MadeUpNetwork;
const cookies = new Map<string, string>();
beforeAll(async () => {
  server = await startServer({ DEMO: '0' });
  network = await makeUpNetwork(server, { slug: SLUG, agencies: 6, members: 18 });
  for (const member of MEMBERS) {
    const reply = await fetch(await network.link(member), { redirect: 'manual' });
    cookies.set(
      member,
      reply.headers
        .getSetCookie()
        .find((one) => one.startsWith('rapport.member='))
        ?.split(';')[0] ?? '',
    );
  }
});
afterAll(async () => {
  await network?.end();
  await server?.stop();
});

interface Shown {
  page: string;
  nonce: string;
  submissionKey: string;
}

async function show(member: string, path: string, headers: Record<string, string> = {}): Promise<Shown> {
  const reply = await fetch(server.origin + path, { headers: { cookie: cookies.get(member) ?? '', ...headers } });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('cache-control')).toBe('private, no-store');
  expect(reply.headers.get('vary')).toContain('Cookie, Accept-Language');
  const page = await reply.text();
  const nonce = /'nonce-([^']+)'/.exec(reply.headers.get('content-security-policy') ?? '')?.[1] ?? '';
  const submissionKey = /submissionKey:"([^"]+)"/.exec(page)?.[1] ?? '';
  return { page, nonce, submissionKey };
}

/** A page without what is another each time. Pages with a query are made for each member anew: that one goes too. */
function lasting({ page, nonce, submissionKey }: Shown): string {
  expect(page).toContain(`nonce="${nonce}"`);
  expect(page).toContain(submissionKey);
  return page.replaceAll(nonce, 'nonce').replaceAll(submissionKey, 'key').replaceAll('made=anew&amp;', '');
}

test.each(PATHS)('%s is the page that would have been made for each member alone', async (path) => {
  for (const language of ['en', 'id'])
    for (const coding of ['identity', 'gzip']) {
      const headers = { 'accept-language': language, 'accept-encoding': coding };
      for (const member of MEMBERS) {
        const shared = await show(member, path, headers);
        const own = await show(member, `${path}?made=anew`, headers);
        expect(lasting(shared)).toBe(lasting(own));
        expect(shared.page).toContain(`<html lang="${language}"`);
        expect(shared.page).toContain(`"${SLUG}.now.${member}"`);
        for (const other of MEMBERS.filter((one) => one !== member)) expect(shared.page).not.toContain(`${other}"`);
      }
    }
});

test('no nonce and no key is given out twice', async () => {
  const shown: Shown[] = [];
  for (const member of [...MEMBERS, ...MEMBERS]) shown.push(await show(member, '/s/part/1'));
  expect(new Set(shown.map(({ nonce }) => nonce)).size).toBe(shown.length);
  expect(new Set(shown.map(({ submissionKey }) => submissionKey)).size).toBe(shown.length);
});

test('what the network changes is on the next page, and what a member answers on theirs alone', async () => {
  const db = await open(server.databaseUrl);
  await updateNetwork(db, SLUG, { name: 'Renamed Bay Network' }, { actor: 'test', now: new Date() });
  await db.close();
  expect((await show('m-1', '/s')).page).toContain('Renamed Bay Network');
  const saved = await fetch(`${server.origin}/api/survey/draft`, {
    method: 'PUT',
    body: JSON.stringify({ answers: { trust_1: 5 } }),
    headers: { cookie: cookies.get('m-1') ?? '', 'if-match': '"0"', 'content-type': 'application/json' },
  });
  expect(saved.status).toBe(200);
  expect((await show('m-1', '/s/part/1')).page).toContain('answers:{trust_1:5}');
  expect((await show('m-7', '/s/part/1')).page).toContain('answers:{}');
});
