import { dayIn } from '@rapport/db/calendar';
import { listMembers } from '@rapport/db/members';
import { getNetwork } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { listOrganisations } from '@rapport/db/organisations';
import type { Roster } from '@rapport/db/roster';
import { waveState } from '@rapport/db/wave-state';
import { listWaves } from '@rapport/db/waves';
import { readPeopleList, sameNameKey, type ListedPerson, type PeopleFault } from '@rapport/surveys/people-list';

export interface RosterPlan extends Roster {
  /** Every agency of the list in its order, new ones among them, with how many people it gets. */
  agencies: { organisation: string; name: string; isNew: boolean; people: number }[];
  faults: PeopleFault[];
  ignored: string[];
}

/**
 * What a people list would add to a network, and every fault with its line: those of the list itself, and people who are
 * there already. Agencies are found by name. Everybody joins today in the network's zone, on its opening day while a wave is
 * open. Reads the database, writes nothing.
 *
 * @throws NotFound
 */
export async function planRoster(db: Db, network: string, text: string, now: Date): Promise<RosterPlan> {
  const [{ timezone }, organisations, members, waves] = await Promise.all([
    getNetwork(db, network),
    listOrganisations(db, network),
    listMembers(db, network),
    listWaves(db, network),
  ]);
  const { people, faults, ignored } = readPeopleList(text);
  const open = waves.find((wave) => waveState(wave, timezone, now) === 'open');
  const joined = open?.opens ?? dayIn(timezone, now);
  const here = members.filter(({ left }) => left === null);
  const emails = new Set(here.flatMap(({ email }) => (email ? [email.toLowerCase()] : [])));
  const persons = new Set(here.flatMap((row) => (row.name ? [personKey(row.organisation, row.name)] : [])));

  const agencies = new Map<string, RosterPlan['agencies'][number]>(
    organisations
      .filter(({ left }) => left === null)
      .map(({ organisation, name }) => [sameNameKey(name), { organisation, name, isNew: false, people: 0 }]),
  );
  const listed = new Set<RosterPlan['agencies'][number]>();
  const nextOrganisation = idsAfter('org', new Set(organisations.map(({ organisation }) => organisation)));
  const nextMember = idsAfter('m', new Set(members.map(({ member }) => member)));
  const added: Roster['members'][number][] = [];
  for (const person of people) {
    const key = sameNameKey(person.agency);
    const agency = agencies.get(key) ?? {
      organisation: nextOrganisation(),
      name: person.agency,
      isNew: true,
      people: 0,
    };
    agencies.set(key, agency);
    listed.add(agency);
    if (person.name === null && person.email === null) continue;
    const known = knownAs(person, agency.organisation, emails, persons);
    if (known) {
      faults.push(known);
      continue;
    }
    agency.people += 1;
    const { name, email, language } = person;
    added.push({ member: nextMember(), organisation: agency.organisation, name, email, language, joined });
  }
  const newAgencies = [...listed].filter(({ isNew }) => isNew);
  return {
    agencies: [...listed],
    organisations: newAgencies.map(({ organisation, name }) => ({ organisation, name, joined })),
    members: added,
    faults: faults.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
    ignored,
  };
}

const personKey = (organisation: string, name: string): string => `${organisation}\n${sameNameKey(name)}`;

function knownAs(
  { row, name, email }: ListedPerson,
  organisation: string,
  emails: ReadonlySet<string>,
  persons: ReadonlySet<string>,
): PeopleFault | null {
  if (email !== null && emails.has(email.toLowerCase()))
    return { row, column: 'email', code: 'email-known', value: email };
  if (email === null && name !== null && persons.has(personKey(organisation, name)))
    return { row, column: 'name', code: 'person-known', value: name };
  return null;
}

/** `m-1`, `m-2` … leaving out those that are taken. */
function idsAfter(stem: string, taken: ReadonlySet<string>): () => string {
  let number = taken.size;
  return () => {
    do number += 1;
    while (taken.has(`${stem}-${number}`));
    return `${stem}-${number}`;
  };
}
