import type { Member, Organisation, Wave } from '@rapport/surveys/panel';
import { AGENCIES, type Agency, type Person } from './agencies.ts';
import { addDays } from './calendar.ts';

/** A member's row with what the story knows of the person and the agency behind it. */
export interface Cast {
  row: Member;
  person: Person;
  agency: Agency;
}

/** Who joins later does so on the day a wave opens; who is there from the start came a month before the first. */
const joined = (wave: number, waves: readonly Wave[]): string => {
  const opens = waves[wave - 1]?.opens ?? '';
  return wave === 1 ? addDays(opens, -30) : opens;
};

/** A leaver's last day lies a month before the first wave without them. */
const left = (wave: number | undefined, waves: readonly Wave[]): string | null =>
  wave === undefined ? null : addDays(waves[wave - 1]?.opens ?? '', -30);

const address = (name: string): string => `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@example.org`;

export function demoOrganisations(waves: readonly Wave[]): Organisation[] {
  return AGENCIES.map(({ id, name, joins, leaves, named }) => ({
    organisation: id,
    name,
    joined: joined(joins, waves),
    left: left(leaves, waves),
    ...(named !== undefined && { named }),
  }));
}

export function demoCast(waves: readonly Wave[]): Cast[] {
  return AGENCIES.flatMap((agency) =>
    agency.people.map((person, i): Cast => {
      // Someone who changes agencies leaves the one on the day of joining the other.
      const moves = person.person !== undefined && person.leaves !== undefined;
      const leaves = person.leaves ?? agency.leaves;
      return {
        agency,
        person,
        row: {
          member: `${agency.id}-${i + 1}`,
          organisation: agency.id,
          name: person.name,
          email: address(person.name),
          joined: joined(Math.max(agency.joins, person.joins ?? 1), waves),
          left: moves ? (waves[(leaves ?? 1) - 1]?.opens ?? null) : left(leaves, waves),
          language: person.language,
          ...(person.person !== undefined && { person: person.person }),
        },
      };
    }),
  );
}
