import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { organisationName } from '@rapport/messages/words/names';
import { letterAt, pocketKey, pocketLetters } from './pocket-letters';

export interface MapPocket {
  letter: string;
  organisations: string[];
}

export interface MapAgency {
  organisation: string;
  name: string;
  /** Its number in the matrix. */
  place: number;
  /** Whether it rated others in this wave. */
  heard: boolean;
  /** Letters of its pockets. */
  pockets: string[];
}

/** A pair that at least one side rates at or above the level; of an unconfirmed one `from` is the side that does. */
export interface MapTie {
  from: string;
  to: string;
  confirmed: boolean;
  /** The lower of both ratings of a confirmed tie, the higher one of another. */
  strength: number;
  /** Whether both lie in one pocket. */
  inPocket: boolean;
}

export interface TieMap {
  agencies: MapAgency[];
  ties: MapTie[];
  pockets: MapPocket[];
}

interface Choice {
  wave: string;
  question: string;
  level: number;
  confirmed: boolean;
}

/** Ids of the agencies that a wave's ratings name, in the order of the matrix: the closest groups first. */
export function placesOf(release: ReleasedAnalysis, { wave, question }: Pick<Choice, 'wave' | 'question'>): string[] {
  const result = release.waves.find((one) => one.wave === wave)?.network?.[question];
  const present = new Set(result?.ratings.flatMap(({ from, to }) => [from, to]) ?? []);
  const closest = result?.levels.findLast(({ pockets }) => pockets.length > 0)?.pockets.flat() ?? [];
  const named = release.context.organisations.map(({ organisation }) => organisation);
  return [...new Set([...closest, ...named])].filter((id) => present.has(id));
}

/** A wave's ties at a level as a picture: which agencies, which lines, which groups. A choice of what was released. */
export function tieMap(release: ReleasedAnalysis, choice: Choice): TieMap {
  const { wave, question, level, confirmed } = choice;
  const result = release.waves.find((one) => one.wave === wave)?.network?.[question];
  const ratings = result?.ratings ?? [];
  const letters = pocketLetters(release.pocketLives[question]?.find((life) => life.level === level)).get(wave);
  const pockets = (result?.levels.find((one) => one.level === level)?.pockets ?? []).map(
    (organisations, at): MapPocket => ({
      organisations,
      letter: letters?.get(pocketKey(organisations)) ?? letterAt(at),
    }),
  );
  const heard = new Set(ratings.map(({ from }) => from));
  const agencies = placesOf(release, choice).map((organisation, at): MapAgency => ({
    organisation,
    name: organisationName(release.context.organisations, organisation),
    place: at + 1,
    heard: heard.has(organisation),
    pockets: pockets.filter(({ organisations }) => organisations.includes(organisation)).map(({ letter }) => letter),
  }));
  const values = new Map(ratings.map(({ from, to, value }) => [`${from}\n${to}`, value]));
  const ties = ratings.flatMap(({ from, to, value }): MapTie[] => {
    if (value < level) return [];
    const back = values.get(`${to}\n${from}`);
    const both = back !== undefined && back >= level;
    if (confirmed ? !both || from > to : both && from > to) return [];
    const inPocket =
      both && pockets.some(({ organisations }) => organisations.includes(from) && organisations.includes(to));
    return [{ from, to, confirmed: both, strength: both ? Math.min(value, back) : value, inPocket }];
  });
  return { agencies, ties, pockets };
}

/** One agency's lines by how they are seen: from both sides, from its own only, from the other's only. */
export function tiesOf({ ties }: TieMap, organisation: string): Record<'both' | 'own' | 'theirs', string[]> {
  const own = ties.filter(({ from, to }) => from === organisation || to === organisation);
  return {
    both: own.filter((tie) => tie.confirmed).map(({ from, to }) => (from === organisation ? to : from)),
    own: own.filter((tie) => !tie.confirmed && tie.from === organisation).map(({ to }) => to),
    theirs: own.filter((tie) => !tie.confirmed && tie.to === organisation).map(({ from }) => from),
  };
}
