import { instrumentSchema, type Instrument } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';
import type { By } from '../audit.ts';
import { sha256 } from '../fingerprint.ts';
import { addMember } from '../members.ts';
import { createNetwork, type NewNetwork } from '../networks.ts';
import type { Db } from '../open.ts';
import { addOrganisation } from '../organisations.ts';
import type { Seat } from '../seat.ts';
import { addWave } from '../waves.ts';

let made = 0;
/** An id that no other row of this run has. */
export const unique = (stem: string): string => `${stem}-${++made}`;

export const at = (instant: string): Date => new Date(instant);

/** The lead, in the middle of the open wave of `aSeat`. */
export const byLead: By = { actor: 'lead@example.org', now: at('2026-01-15T12:00:00Z') };

/** Two scales of one item each, one tie question, one open question. */
export const anInstrument = (version = 1): Instrument =>
  instrumentSchema.parse({
    id: 'little',
    version,
    title: { en: 'A little one' },
    scales: [
      { id: 'trust', title: { en: 'Trust' } },
      { id: 'goals', title: { en: 'Goals' } },
    ],
    items: [
      { id: 'trust_1', scale: 'trust', min: 1, max: 7, text: { en: 'They keep promises.' } },
      { id: 'goals_1', scale: 'goals', min: 1, max: 7, text: { en: 'We want the same.' } },
    ],
    ties: [{ id: 'mode', min: 0, max: 3, text: { en: 'How do you work together?' } }],
    texts: [{ id: 'more', text: { en: 'Anything else?' } }],
  });

/** An empty network in UTC; gives its slug. */
export async function aNetwork(db: Db, more: Partial<NewNetwork> = {}): Promise<string> {
  const slug = more.slug ?? unique('network');
  const plain = { name: 'A network', timezone: 'Etc/UTC', locale: 'en', instrument: anInstrument() };
  await createNetwork(db, { ...plain, ...more, slug }, byLead);
  return slug;
}

/** A network with organisations `a` and `b`, member `m` of `a`, and wave `w` from 1 to 31 January 2026. */
export async function aSeat(db: Db, more: Partial<NewNetwork> = {}): Promise<Seat> {
  const network = await aNetwork(db, more);
  for (const organisation of ['a', 'b'])
    await addOrganisation(db, network, { organisation, name: `Agency ${organisation}`, joined: '2025-01-01' }, byLead);
  await addMember(db, network, { member: 'm', organisation: 'a', joined: '2025-01-01' }, byLead);
  await addWave(db, network, { wave: 'w', label: 'Winter', opens: '2026-01-01', closes: '2026-01-31' }, byLead);
  return { network, wave: 'w', member: 'm' };
}

/** An account as better-auth would store it; gives its id. */
export async function anAccount(db: Db, email = `${unique('someone')}@example.org`): Promise<string> {
  const id = unique('user');
  const { user } = db.tables;
  await db
    .insert(user)
    .values({ id, name: 'Someone', email, createdAt: byLead.now, updatedAt: byLead.now })
    .returning({ id: user.id });
  return id;
}

export const aTokenHash = (): string => sha256(unique('token'));

/** A panel that uses every table and every optional column, with ids that a JSON object would reorder or lose. */
export function aPanel(slug = unique('panel')): Panel {
  const instrument: Instrument = {
    ...anInstrument(),
    items: ['10', '2', '__proto__', 'trust_1'].map((id) => ({
      id,
      scale: 'trust',
      min: 1,
      max: 7,
      reversed: false,
      decimal: true,
      text: { en: id },
    })),
  };
  return {
    network: {
      format: 'rapport-panel/1',
      slug,
      name: 'Harbour “ports” 網',
      timezone: 'Asia/Jakarta',
      locale: 'id',
      minimumCell: 6,
      instrument: 'little@1',
    },
    instruments: [instrument, anInstrument(2)],
    organisations: [
      { organisation: '9', name: 'Nine', joined: '2025-01-01', left: null, named: true },
      { organisation: '1', name: 'One', joined: '2025-01-01', left: '2026-02-01', named: false },
      { organisation: 'x', name: 'X', joined: '2025-01-01', left: null },
    ],
    members: [
      { member: 'z', organisation: '9', name: 'Zoë', email: 'z@example.org', joined: '2025-01-01', left: null },
      { member: '1', organisation: '1', name: null, email: null, joined: '2025-01-01', left: null, language: 'id' },
      { member: 'a', organisation: 'x', name: null, email: null, joined: '2025-01-01', left: null, person: 'p1' },
    ],
    waves: [
      { wave: '2', label: 'Second by name', opens: '2025-03-01', closes: '2025-03-31' },
      { wave: '1', label: 'First by name', opens: '2025-06-01', closes: '2025-06-30', instrument: 'little@2' },
    ],
    answers: [
      { wave: '2', member: 'z', item: '__proto__', value: 1 },
      { wave: '2', member: 'z', item: '10', value: 6.123456789012345 },
      { wave: '2', member: 'z', item: '2', value: 2 },
      { wave: '2', member: '1', item: 'trust_1', value: 7 },
      { wave: '1', member: 'a', item: 'trust_1', value: 1 / 3 + 1 },
    ],
    ties: [
      { wave: '2', member: 'z', organisation: 'x', question: 'mode', value: 0, carried: true },
      { wave: '2', member: 'z', organisation: '1', question: 'mode', value: 3, carried: false },
      { wave: '1', member: 'z', organisation: '1', question: 'mode', value: 3 },
    ],
    texts: [
      { wave: '1', member: 'a', question: 'more', text: 'Two\nlines, "quoted" and \\ back' },
      { wave: '1', member: '1', question: 'more', text: '=1+1' },
    ],
    events: [
      { event: 'e2', kind: 'outcome', title: 'Shared intake', starts: '2025-05-01', ends: null, notes: 'Works.' },
      { event: 'e1', kind: 'workshop', title: 'Goals', starts: '2025-04-01', ends: '2025-04-02', notes: null },
    ],
    event_organisations: [
      { event: 'e1', organisation: 'x' },
      { event: 'e2', organisation: '9' },
      { event: 'e1', organisation: '1' },
    ],
    goals: [
      { from: '2025-04-02', text: 'One door for every family' },
      { from: '2025-01-01', text: 'Meet' },
      { from: '2025-01-01', text: 'Share' },
    ],
    declarations: [
      { from: '2025-01-01', by: 'network', mode: 'coordination', source: null },
      { from: '2025-01-01', by: 'funder', mode: 'collaboration', source: 'grant letter' },
    ],
  };
}
