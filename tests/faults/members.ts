import { randomUUID } from 'node:crypto';
import { request, type Agent } from 'node:http';
import { agencies } from '@rapport/api/testing/agencies';
import { addDays, dayIn } from '@rapport/db/calendar';
import { sha256 } from '@rapport/db/fingerprint';
import { importPanel } from '@rapport/db/import-panel';
import { startSurveySession } from '@rapport/db/invitations';
import { migrate } from '@rapport/db/migrate';
import { open } from '@rapport/db/open';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';

const NETWORK = 'harbour';
const WAVE = 'now';

export interface Writer {
  member: string;
  cookie: string;
  /** The draft's version and mark as they were last acknowledged. */
  draft: { version: number; mark: string };
  /** Keys of the submissions that were acknowledged, the last one's answers, and those of which no reply came. */
  submitted: { key: string; answers: Record<string, number> }[];
  unsure: Set<string>;
}

/** A database with an open wave and `count` members at their forms. */
export async function setUpMembers(url: string, count: number): Promise<Writer[]> {
  const now = new Date();
  const today = dayIn('Etc/UTC', now);
  const panel = agencies(NETWORK);
  const members = Array.from({ length: count }, (_, i) => ({
    ...{ member: `m-${i}`, organisation: panel.organisations[i % 6]?.organisation ?? '' },
    ...{ name: `Person ${i}`, email: `person-${i}@example.org`, joined: '2026-01-01', left: null },
  }));
  const waves = [{ wave: WAVE, label: 'Now', opens: addDays(today, -1), closes: addDays(today, 20) }];
  const db = await open(url);
  await migrate(db);
  await importPanel(db, { ...panel, members, waves, answers: [], ties: [] }, { actor: 'operator', now });
  const expiresAt = new Date(now.getTime() + 86_400_000);
  const writers: Writer[] = [];
  for (const { member } of members) {
    const secret = randomUUID();
    const seat = { network: NETWORK, wave: WAVE, member };
    await startSurveySession(db, { ...seat, tokenHash: sha256(secret), handedOn: false, expiresAt }, now);
    const draft = { version: 0, mark: '' };
    writers.push({ member, cookie: `rapport.member=${secret}`, draft, submitted: [], unsure: new Set() });
  }
  await db.close();
  return writers;
}

export interface Answered {
  status: number;
  retryAfter: string | undefined;
  body: string;
}

/** One request over a kept connection; rejects with what the connection says. */
export function ask(agent: Agent, url: string, { method = 'GET', headers = {}, json }: Asking = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const sent = request(
      url,
      {
        agent,
        method,
        headers: {
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
        reply.once('end', () =>
          resolve({ status: reply.statusCode ?? 0, retryAfter: reply.headers['retry-after'], body: text }),
        );
        reply.once('error', reject);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
interface Asking {
  method?: string;
  headers?: Record<string, string>;
  json?: unknown;
}

/** A whole submission, whose first answer says which. */
const answersOf = (count: number): Record<string, number> =>
  Object.fromEntries(pulse1.items.map(({ id }, i) => [id, i === 0 ? 1 + (count % 7) : 4]));

/** Saves or submits once, and notes what was acknowledged. A reply that didn't come leaves both possible. */
export async function writeOnce(agent: Agent, origin: string, writer: Writer): Promise<Answered | null> {
  const headers = { cookie: writer.cookie };
  if (Math.random() < 0.25) {
    const key = [...writer.unsure].at(-1) ?? randomUUID();
    const answers = answersOf(Number.parseInt(key.slice(0, 4), 16));
    writer.unsure.add(key);
    const reply = await ask(agent, `${origin}/api/survey/submission`, {
      ...{ method: 'POST', json: { answers, ties: {} } },
      headers: { ...headers, 'idempotency-key': key },
    }).catch(() => null);
    if (reply?.status === 201) {
      writer.unsure.delete(key);
      writer.submitted.push({ key, answers });
    }
    return reply;
  }
  const mark = randomUUID();
  const reply = await ask(agent, `${origin}/api/survey/draft`, {
    ...{ method: 'PUT', json: { answers: { trust_1: 4 }, ties: {}, texts: { open_1: mark } } },
    headers: { ...headers, 'if-match': `"${writer.draft.version}"` },
  }).catch(() => null);
  if (reply?.status === 200) writer.draft = { version: (JSON.parse(reply.body) as { version: number }).version, mark };
  // It was stored though no reply came: the version that is there is acknowledged now, whatever it holds.
  if (reply?.status === 412)
    writer.draft = { version: (JSON.parse(reply.body) as { version: number }).version, mark: '' };
  return reply;
}

/** What is wrong with the database after all that was acknowledged: nothing may be. */
export async function lostOrDoubled(url: string, writers: Writer[]): Promise<string[]> {
  const db = await open(url);
  try {
    const { drafts, responses, submissionKeys, audit, networks } = db.tables;
    const [allDrafts, allResponses, keys, entries, [network]] = await Promise.all([
      db.select().from(drafts),
      db.select().from(responses),
      db.select().from(submissionKeys),
      db.select().from(audit),
      db.select().from(networks),
    ]);
    const faults = (await db.integrityFaults()).map((fault) => `integrity: ${fault}`);
    const stored = new Set(keys.map(({ key }) => key));
    for (const { member, draft, submitted, unsure } of writers) {
      const found = allDrafts.find((row) => row.member === member);
      if ((found?.version ?? 0) < draft.version) faults.push(`${member}: draft ${draft.version} lost`);
      if (found?.version === draft.version && draft.mark && !JSON.stringify(found.body).includes(draft.mark))
        faults.push(`${member}: draft ${draft.version} is another`);
      for (const { key } of submitted) if (!stored.has(key)) faults.push(`${member}: submission ${key} lost`);
      const last = submitted.at(-1);
      const response = allResponses.find((row) => row.member === member);
      const newer = [...unsure].some((key) => stored.has(key));
      if (last && !newer) {
        const answers = Object.fromEntries(response?.answers ?? []);
        if (JSON.stringify(answers) !== JSON.stringify(last.answers)) faults.push(`${member}: answers are others`);
      }
    }
    const submissions = entries.filter(({ action }) => action === 'response.submit').length;
    if (submissions !== keys.length) faults.push(`${submissions} entries of submissions for ${keys.length} keys`);
    if (network && network.revision !== 1 + keys.length)
      faults.push(`revision ${network.revision}, ${keys.length} keys`);
    return faults;
  } finally {
    await db.close();
  }
}
