import Database from 'better-sqlite3';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import pg from 'pg';
import { expect, test } from 'vitest';
import { findSession } from '../accounts.ts';
import { listAudit } from '../audit.ts';
import { readAuditLog } from '../audit-log.ts';
import { readDraft, saveDraft } from '../drafts.ts';
import { importPanel } from '../import-panel.ts';
import {
  createInvitations,
  findSurveySession,
  listLinks,
  markOpened,
  openInvitation,
  startSurveySession,
} from '../invitations.ts';
import { jobCounts, leaseJob, listWaveJobs, queueJobs } from '../jobs.ts';
import { migrate } from '../migrate.ts';
import { open, type Db } from '../open.ts';
import { readPanel } from '../panel.ts';
import { listRecipients, listSubmittersSince } from '../recipients.ts';
import { listOwnResponses, readResponse, recordConsent, submitResponse } from '../responses.ts';
import { readSurvey } from '../survey.ts';
import { medianSecondsTaken } from '../time-taken.ts';
import { waveProgress } from '../waves.ts';
import { onEachEngine } from '../testing/engines.ts';
import { aNetwork, anInstrument, aPanel, aSeat, aTokenHash, byLead } from '../testing/factories.ts';
import { tables } from '../tables.sqlite.ts';
import { watchQueries } from '../testing/watched-queries.ts';

/** Rows of these grow with members, waves and networks; none is ever read through. */
const LARGE = [
  ...['responses', 'drafts', 'members', 'invitations', 'survey_sessions', 'submission_keys', 'consents', 'jobs'],
  ...['audit', 'sessions', 'suppressions', 'event_organisations'],
];
/** What a search in them begins with: one network's rows, one token's, or jobs that are due. */
const SEARCHED_BY = /\b"?(network|token_hash|token|chain|job|done_at|unique_key|id)"?\s*(=|IS|>)/i;

/** The places where a statement reads a large table other than by an index that begins with what it asks for. */
type Readings = (sql: string) => Promise<string[]>;

function sqliteReadings(url: string): { readings: Readings; close: () => Promise<void> } {
  const client = new Database(url.slice('file:'.length));
  client.function('sha256', (text) => text);
  return {
    close: async () => void client.close(),
    async readings(sql) {
      const statement = client.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
      const steps = statement.all(...(sql.match(/\?/g) ?? []).map(() => null));
      return steps
        .map(({ detail }) => detail)
        .filter((detail) => {
          const [, way, table = ''] = /^(SCAN|SEARCH) (\w+)/.exec(detail) ?? [];
          return way && LARGE.includes(table) && (way === 'SCAN' || !SEARCHED_BY.test(detail));
        });
    },
  };
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: Plan[];
}

async function postgresReadings(url: string): Promise<{ readings: Readings; close: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Few rows are read through faster; what is asked is whether many have to be.
  await client.query('SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan');
  return {
    close: () => client.end(),
    async readings(sql) {
      await client.query(`PREPARE asked AS ${sql}`);
      const places = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place)));
      const values = places > 0 ? `(${Array.from({ length: places }, () => 'NULL').join(', ')})` : '';
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `EXPLAIN (FORMAT JSON) EXECUTE asked${values}`,
      );
      await client.query('DEALLOCATE asked');
      const faults: string[] = [];
      const look = (plan: Plan) => {
        const { 'Node Type': type, 'Relation Name': table = '', 'Index Cond': condition } = plan;
        const searches = type.startsWith('Index') && condition !== undefined && SEARCHED_BY.test(condition);
        if (LARGE.includes(table) && /Scan/.test(type) && !/Bitmap Heap/.test(type) && !searches)
          faults.push(`${type} of ${table}: ${condition ?? 'no condition'}`);
        plan.Plans?.forEach(look);
      };
      for (const { Plan: plan } of rows[0]?.['QUERY PLAN'] ?? []) look(plan);
      return faults;
    },
  };
}

/** What members, leads and workers ask for again and again, each by name. */
function hot(db: Db, seat: Awaited<ReturnType<typeof aSeat>>): Record<string, () => Promise<unknown>> {
  const { now } = byLead;
  const { network, wave, member } = seat;
  const [invitation, cookie] = [aTokenHash(), aTokenHash()];
  const leaseUntil = new Date(now.getTime() + 60_000);
  const submission = { answers: { trust_1: 4 }, ties: {} };
  return {
    createInvitations: () =>
      createInvitations(db, network, wave, [{ member, tokenHash: invitation }], { ...byLead, handedOn: false }),
    openInvitation: () => openInvitation(db, invitation, now),
    startSurveySession: () =>
      startSurveySession(db, { ...seat, tokenHash: cookie, handedOn: false, expiresAt: leaseUntil }, now),
    findSurveySession: () => findSurveySession(db, cookie, now),
    markOpened: () => markOpened(db, seat, now),
    recordConsent: () => recordConsent(db, seat, { textVersion: '1', language: 'en', now }),
    readSurvey: () => readSurvey(db, seat),
    medianSecondsTaken: () => medianSecondsTaken(db, network),
    'saveDraft, the first': () => saveDraft(db, seat, { seen: 0, body: {}, now }),
    'saveDraft, the next': () => saveDraft(db, seat, { seen: 1, body: {}, now }),
    readDraft: () => readDraft(db, seat),
    submitResponse: () => submitResponse(db, seat, submission, { instrument: anInstrument(), key: 'k', now }),
    'submitResponse, again': () => submitResponse(db, seat, submission, { instrument: anInstrument(), key: 'k', now }),
    readResponse: () => readResponse(db, seat),
    listOwnResponses: () => listOwnResponses(db, network, member),
    waveProgress: () => waveProgress(db, network, wave),
    listRecipients: () => listRecipients(db, network, wave),
    'listRecipients, one': () => listRecipients(db, network, wave, member),
    listSubmittersSince: () => listSubmittersSince(db, network, wave, now),
    listLinks: () => listLinks(db, network, wave),
    readPanel: () => readPanel(db, network),
    listAudit: () => listAudit(db, network),
    readAuditLog: () => readAuditLog(db, network, { actions: ['wave.add'], limit: 10 }),
    queueJobs: () =>
      queueJobs(db, [{ job: 'j', kind: 'mail', payload: {}, runAt: now, uniqueKey: 'u', network, wave, member }], now),
    leaseJob: () => leaseJob(db, { worker: 'w', kinds: ['mail'], now, leaseUntil }),
    listWaveJobs: () => listWaveJobs(db, network, wave, ['mail']),
    findSession: () => findSession(db, aTokenHash(), now),
  };
}

onEachEngine((bench) => {
  test('no query of every day reads a large table but by an index that begins with what is asked', async () => {
    const url = await bench.newDatabase();
    await watchQueries(async (seen) => {
      const db = await open(url);
      await migrate(db);
      const seat = await aSeat(db);
      const { readings, close } = db.engine === 'sqlite' ? sqliteReadings(url) : await postgresReadings(url);
      const faults: Record<string, string[]> = {};
      for (const [name, ask] of Object.entries(hot(db, seat))) {
        seen.length = 0;
        await ask();
        for (const sql of new Set(seen)) {
          const found = await readings(sql);
          if (found.length > 0) faults[name] = [...(faults[name] ?? []), ...found];
        }
      }
      // The oracle sees: counting all jobs, which metrics do once in a while, reads them through.
      seen.length = 0;
      await jobCounts(db);
      expect(await readings(seen[0] ?? '')).toHaveLength(1);
      await close();
      await db.close();
      expect(faults).toEqual({});
    });
  });

  test('a panel is read in as many queries however large it is', async () => {
    const url = await bench.newDatabase();
    await watchQueries(async (seen) => {
      const db = await open(url);
      await migrate(db);
      const empty = await aNetwork(db);
      const panel = aPanel();
      await importPanel(db, panel, byLead);
      const queries: number[] = [];
      for (const slug of [empty, panel.network.slug]) {
        seen.length = 0;
        await readPanel(db, slug);
        queries.push(seen.length);
      }
      await db.close();
      expect(queries).toEqual([11, 11]);
    });
  });
});

test('removing a row looks for what refers to it by an index, in its own network at most', () => {
  const without: string[] = [];
  for (const table of Object.values(tables)) {
    const { name, columns, primaryKeys, indexes, foreignKeys } = getTableConfig(table);
    const keys = [
      ...primaryKeys.map((key) => key.columns.map((column) => column.name)),
      ...columns.filter((column) => column.primary || column.isUnique).map((column) => [column.name]),
      ...indexes.map(({ config }) => config.columns.map((column) => ('name' in column ? column.name : ''))),
    ];
    for (const key of foreignKeys) {
      const from = key.reference().columns.map((column) => column.name);
      const backed = keys.some(([first]) => first !== undefined && from.includes(first));
      if (!backed) without.push(`${name} (${from.join(', ')})`);
    }
  }
  // Invitations to roles are few, and end.
  expect(without).toEqual(['role_invitations (invitedBy)']);
});
