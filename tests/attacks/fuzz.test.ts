import { createApi } from '@rapport/api/app';
import { agencies } from '@rapport/api/testing/agencies';
import { cookieOf, openBench, ORIGIN, type Bench } from '@rapport/api/testing/bench';
import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import { testEngine } from '@rapport/db/testing/test-database';
import { describe, expect, it } from 'vitest';
import { readDocument, type Operation } from './fuzz-document.ts';
import { requestMaker, type Known } from './fuzz-requests.ts';
import { seeded } from './fuzz-values.ts';

/** On each engine; RAPPORT_LONG=1 asks a hundred thousand. */
const REQUESTS = process.env.RAPPORT_LONG ? 50_000 : 750;
/** A network of its own for so many: what was changed before is changed again. */
const ROUND = 2500;
/** Other requests than those of last time. */
const FIRST_SEED = Number(process.env.RAPPORT_SEED ?? 1);
/** Far beyond what any route takes on a machine that does much else. */
const LONGEST_MS = 30_000;
/** Ends the session that it is asked with, a role, the wave, or who is in it: last, so that something is left to ask. */
const ENDS =
  /^(delete \/api\/survey\/mine|post .*\/close|delete .*\/(waves|members|organisations)\/|post \/api\/auth\/)|sessions?$|people|account/;
const TRACE = /\bat (async )?\S+ \(?(file:|\/|node:)|node_modules|SQLITE_|\.ts:\d+|drizzle|Error: /;

const known: Known = {
  network: ['harbour'],
  slug: ['harbour', 'another'],
  wave: ['2026-Q2', '2026-Q3', '2026-Q4'],
  member: ['m-1-1', 'm-1-2', 'm-2-1', 'm-3-1'],
  members: ['m-1-1', 'm-1-2', 'm-2-1'],
  organisation: ['org-1', 'org-2', 'org-3'],
  organisations: ['org-1', 'org-2', 'org-3'],
  ties: ['org-2', 'org-3'],
  id: ['m-1-1', 'org-1', '2026-Q4', 'ev-1', '1', 'funder:2026-01-01'],
  instrument: ['pulse@1'],
  timezone: ['Asia/Jakarta', 'Etc/UTC'],
  locale: ['en', 'id'],
  mode: ['cooperation', 'coordination', 'collaboration'],
  'if-match': ['"0"', '"1"', '"2"'],
  'idempotency-key': ['one', 'two'],
};

interface Round {
  bench: Bench;
  /** How many were answered with what they asked for. */
  through(): number;
  ask(operation: Operation): Promise<string[]>;
}

async function aRound(seed: number): Promise<Round & { operations: Operation[] }> {
  const bench = await openBench();
  await bench.storePanel(agencies('harbour'));
  const everything = await bench.signIn('all@example.org', { harbour: ['lead', 'viewer', 'custodian', 'funder'] });
  const token = `a member’s token ${seed}`;
  const invited = [{ member: 'm-1-1', tokenHash: sha256(token) }];
  const now = bench.services.clock();
  await createInvitations(bench.services.db, 'harbour', '2026-Q4', invited, { actor: 'test', now, handedOn: false });
  const member = cookieOf(await bench.call('/api/survey/session', { json: { token } }));
  const document = await readDocument(bench);
  const random = seeded(seed);
  const make = requestMaker(document, { ...known, token: [token, 'none'] }, random);
  const app = createApi(bench.services);
  let callers = 0;
  let through = 0;
  return {
    through: () => through,
    bench,
    operations: document.operations,
    async ask(operation) {
      const { path, headers, ...rest } = make(operation);
      const cookie =
        random() < 0.03 ? 'rapport.session_token=junk.AAAA; rapport.member=%00' : `${everything}; ${member}`;
      const address = `198.51.100.${(callers += 1) % 250}`;
      let request: Request;
      try {
        request = new Request(new URL(path, ORIGIN), {
          ...rest,
          headers: { origin: ORIGIN, ...headers, cookie, 'x-rapport-client': address },
        });
      } catch {
        // No client could send it.
        return [];
      }
      const logged = bench.logged.length;
      const started = performance.now();
      const response = await app.fetch(request);
      const text = await response.text();
      const faults = faultsOf(response, text, performance.now() - started);
      if (response.ok) through += 1;
      const asked = `${rest.method} ${path.slice(0, 600)} ${JSON.stringify(headers)} ${String(rest.body ?? '').slice(0, 600)}`;
      const noted = bench.logged.slice(logged).filter((line) => line.includes('request failed'));
      return faults.map((fault) => `${operation.name} ${fault} (seed ${seed}): ${asked}\n${noted.join('')}`);
    },
  };
}

function faultsOf({ status, headers }: Response, text: string, ms: number): string[] {
  const problem = headers.get('content-type')?.startsWith('application/problem+json');
  return [
    ...(status >= 500 ? [`${status}`] : []),
    ...(status >= 400 && text !== '' && !problem ? [`${status} without problem details`] : []),
    ...(status >= 400 && TRACE.test(text) ? [`shows ${TRACE.exec(text)?.[0]}`] : []),
    ...(ms > LONGEST_MS ? [`took ${Math.round(ms)} ms`] : []),
    ...(headers.get('x-content-type-options') === 'nosniff' ? [] : ['has no security headers']),
  ];
}

describe('fuzzed requests', () => {
  it('a number is refused that its column has no room for', async () => {
    const bench = await openBench();
    await bench.storePanel(agencies('harbour'));
    const as = await bench.signIn('lead@example.org', { harbour: ['lead'] });
    const before = async (seq: number) =>
      (await bench.call(`/api/networks/harbour/audit?before=${seq}`, { as })).status;
    expect([await before(999_999_999), await before(2 ** 31), await before(10 ** 11)]).toEqual([200, 422, 422]);
    await bench.close();
  });

  it(
    `${REQUESTS} over every route: none fails, hangs or tells of our insides`,
    async () => {
      const faults: string[] = [];
      const asked = new Map<string, number>();
      for (let done = 0, seed = FIRST_SEED + (testEngine === 'sqlite' ? 0 : 1000); done < REQUESTS; seed += 1) {
        const { bench, operations, ask, through } = await aRound(seed);
        const random = seeded(seed + 7);
        const size = Math.min(ROUND, REQUESTS - done);
        // As it comes, then each once, those that end something last.
        const lasting = operations.filter(({ name }) => !ENDS.test(name));
        const all = [...lasting, ...operations.filter(({ name }) => ENDS.test(name))];
        for (let i = 0; i < size; i += 1) {
          const left = size - i;
          const operation = left > all.length ? lasting[Math.floor(random() * lasting.length)] : all.at(-left);
          if (!operation) continue;
          asked.set(operation.name, (asked.get(operation.name) ?? 0) + 1);
          for (const fault of await ask(operation)) {
            faults.push(fault);
            // At once: a long run that is stopped has told what it found.
            console.error(fault);
          }
        }
        done += size;
        const missed = operations.filter(({ name }) => !asked.has(name));
        expect(missed.map(({ name }) => name)).toEqual([]);
        // Else it would knock at closed doors alone.
        expect(through()).toBeGreaterThan(size / 5);
        await bench.close();
        if (faults.length > 30) break;
      }
      expect([...new Set(faults)].slice(0, 30)).toEqual([]);
    },
    REQUESTS * 100,
  );
});
