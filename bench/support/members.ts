import { randomUUID } from 'node:crypto';
import { agencies } from '../../api/testing/agencies.ts';
import { newToken } from '../../api/sessions.ts';
import { addDays, dayIn } from '../../db/calendar.ts';
import { sha256 } from '../../db/fingerprint.ts';
import { importPanel } from '../../db/import-panel.ts';
import { createInvitations, startSurveySession } from '../../db/invitations.ts';
import { migrate } from '../../db/migrate.ts';
import { open } from '../../db/open.ts';
import { pulse1 } from '../../surveys/instruments/pulse-1.ts';
import type { HttpClient } from './http-client.ts';

const NETWORK = 'harbour';
const WAVE = 'now';

export interface Member {
  member: string;
  organisation: string;
  /** Of an invitation that nobody has opened. */
  token: string;
  /** Of a session at the form. */
  cookie: string;
  version: number;
}

/** Fills an empty database with a network of `count` members, six agencies, two waves answered before and one open now. */
export async function setUpMembers(url: string, count: number): Promise<Member[]> {
  const now = new Date();
  const today = dayIn('Etc/UTC', now);
  const panel = agencies(NETWORK);
  const added = Array.from({ length: count }, (_, i) => ({
    ...{ member: `m-${i}`, organisation: panel.organisations[i % 6]?.organisation ?? '' },
    ...{ name: `Person ${i}`, email: `person-${i}@example.org`, joined: '2026-01-01', left: null },
  }));
  const waves = [
    ...panel.waves.slice(0, 2),
    { wave: WAVE, label: 'Now', opens: addDays(today, -1), closes: addDays(today, 20) },
  ];
  const db = await open(url);
  await migrate(db);
  await importPanel(db, { ...panel, members: [...panel.members, ...added], waves }, { actor: 'operator', now });
  const expiresAt = new Date(now.getTime() + 86_400_000);
  const members = added.map(({ member, organisation }) => ({
    member,
    organisation,
    token: newToken(),
    secret: randomUUID(),
  }));
  await createInvitations(
    db,
    NETWORK,
    WAVE,
    members.map(({ member, token }) => ({ member, tokenHash: sha256(token) })),
    { actor: 'operator', now, handedOn: false },
  );
  await Promise.all(
    members.map(({ member, secret }) => {
      const seat = { network: NETWORK, wave: WAVE, member };
      return startSurveySession(db, { ...seat, tokenHash: sha256(secret), handedOn: false, expiresAt }, now);
    }),
  );
  await db.close();
  return members.map(({ secret, ...member }) => ({ ...member, version: 0, cookie: `rapport.member=${secret}` }));
}

let turn = 0;

/** A member's whole form: every item, and a rating of every other agency; another each time. */
export function answersOf({ organisation }: Member) {
  turn += 1;
  const others = agencies(NETWORK).organisations.filter((other) => other.organisation !== organisation);
  return {
    answers: Object.fromEntries(pulse1.items.map(({ id }, i) => [id, 1 + ((turn + i) % 7)])),
    ties: Object.fromEntries(others.map((other, i) => [other.organisation, { mode: 1 + ((turn + i) % 3), trust: 3 }])),
    texts: { comment: `What helped most was meeting in person, for the ${turn}th time.` },
  };
}

/** Saves over the version that the member has seen; throws what was not expected. */
export async function save(client: HttpClient, member: Member, body: object = answersOf(member)): Promise<void> {
  const reply = await client.ask('/api/survey/draft', {
    ...{ method: 'PUT', body },
    headers: { cookie: member.cookie, 'if-match': `"${member.version}"` },
  });
  if (reply.status !== 200) throw new Error(`a draft was not saved: ${reply.status} ${reply.body}`);
  ({ version: member.version } = JSON.parse(reply.body) as { version: number });
}

export async function submit(client: HttpClient, member: Member, body: object = answersOf(member)): Promise<void> {
  const reply = await client.ask('/api/survey/submission', {
    ...{ method: 'POST', body },
    headers: { cookie: member.cookie, 'idempotency-key': randomUUID() },
  });
  if (reply.status !== 201) throw new Error(`a submission was not taken: ${reply.status} ${reply.body}`);
}
