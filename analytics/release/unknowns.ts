import { answeredIn, isScored, type AnsweredCells, type Snapshot } from './snapshot.ts';
import { RowBuilder, type SparseRow } from './sparse-row.ts';

/**
 * What is unknown of one member on one scale in one wave and one state: the sums of item shares of its cells. The coordinates
 * are the scale score, then the sum of every answered cell but the first; the first cell's sum follows from those. Scale-level
 * figures so touch one coordinate a member, and a block's intersection with a row space does not depend on the choice.
 */
export interface Block {
  start: number;
  width: number;
  wave: number;
  member: string;
  person: string;
  organisation: string;
}

/** A member who can enter a figure of a snapshot. */
export interface Entrant {
  member: string;
  person: string;
  organisation: string;
  block: number;
  place: number;
}

/** Who was scored in a snapshot, in numbers: a place for each member over all waves, and where each one's score stands. */
export interface Scored {
  member: Int32Array;
  start: Int32Array;
}

/** All unknowns of one scale, over every snapshot that a figure may rest on. `snapshots[w][s]` is state s of wave w. */
export class Unknowns {
  readonly scale: string;
  readonly blocks: Block[] = [];
  readonly #snapshots: readonly (readonly Snapshot[])[];
  readonly #index = new Map<string, number>();
  readonly #entrants = new Map<string, Entrant[]>();
  readonly #homes = new Map<readonly Entrant[], Map<string, Entrant[]>>();
  readonly #scored = new Map<string, Scored>();
  readonly #members = new Map<string, number>();
  readonly #rows: RowBuilder;
  #byWave: Block[][] | undefined;
  #size = 0;

  constructor(scale: string, snapshots: readonly (readonly Snapshot[])[]) {
    this.scale = scale;
    this.#snapshots = snapshots;
    snapshots.forEach((states, wave) => states.forEach((snapshot) => this.#addSnapshot(wave, snapshot)));
    this.#rows = new RowBuilder(this.#size);
  }

  /** The row that `gather` adds up. */
  row(gather: (row: RowBuilder) => void): SparseRow {
    gather(this.#rows);
    return this.#rows.build();
  }

  /** Coordinates in all. */
  get size(): number {
    return this.#size;
  }

  snapshot(wave: number, state: number): Snapshot | undefined {
    return this.#snapshots[wave]?.[state];
  }

  /** How many states of a wave there are. */
  states(wave: number): number {
    return this.#snapshots[wave]?.length ?? 0;
  }

  get waves(): number {
    return this.#snapshots.length;
  }

  /** The blocks of a wave, of all its states. */
  blocksOf(wave: number): readonly Block[] {
    if (this.#byWave === undefined) {
      this.#byWave = Array.from({ length: this.waves }, () => []);
      for (const block of this.blocks) this.#byWave[block.wave]?.push(block);
    }
    return this.#byWave[wave] ?? [];
  }

  /** Members with a score on the scale, or on one of its facets, in a snapshot. */
  entrants(wave: number, state: number, facet: string | null = null): readonly Entrant[] {
    const key = JSON.stringify([wave, state, facet]);
    let known = this.#entrants.get(key);
    if (known === undefined) this.#entrants.set(key, (known = this.#gather(wave, state, facet)));
    return known;
  }

  /** The same, by organisation. */
  byOrganisation(wave: number, state: number, facet: string | null = null): ReadonlyMap<string, readonly Entrant[]> {
    const entrants = this.entrants(wave, state, facet);
    let groups = this.#homes.get(entrants);
    if (groups === undefined) {
      groups = new Map<string, Entrant[]>();
      for (const entrant of entrants) {
        const mates = groups.get(entrant.organisation);
        if (mates === undefined) groups.set(entrant.organisation, [entrant]);
        else mates.push(entrant);
      }
      this.#homes.set(entrants, groups);
    }
    return groups;
  }

  /** Members scored on the scale in a snapshot, for figures over many waves. */
  scored(wave: number, state: number): Scored {
    const key = `${wave} ${state}`;
    let known = this.#scored.get(key);
    if (known === undefined) {
      const entrants = this.entrants(wave, state);
      known = {
        member: Int32Array.from(entrants, ({ member }) => this.#memberPlace(member)),
        start: Int32Array.from(entrants, ({ block }) => this.blocks[block]?.start ?? 0),
      };
      this.#scored.set(key, known);
    }
    return known;
  }

  /** Members numbered so far by `scored`. */
  get members(): number {
    return this.#members.size;
  }

  #memberPlace(member: string): number {
    let place = this.#members.get(member);
    if (place === undefined) this.#members.set(member, (place = this.#members.size));
    return place;
  }

  #gather(wave: number, state: number, facet: string | null): Entrant[] {
    const snapshot = this.snapshot(wave, state);
    const cells = snapshot?.scales[this.scale];
    if (snapshot === undefined || cells === undefined) return [];
    const wanted = facet === null ? cells.cells.map((_, cell) => cell) : [cells.cells.indexOf(facet)];
    if (wanted.includes(-1)) return [];
    const items = wanted.reduce((sum, cell) => sum + (cells.items[cell] ?? 0), 0);
    return snapshot.members.flatMap((member, place) => {
      const answered = wanted.reduce((sum, cell) => sum + answeredIn(cells, place, cell), 0);
      const block = this.#index.get(blockKey(wave, member, snapshot.states[place] ?? 0));
      if (!isScored(answered, items) || block === undefined) return [];
      const organisation = snapshot.organisations[snapshot.home[place] ?? 0] ?? '';
      return [{ member, person: snapshot.persons[place] ?? member, organisation, block, place }];
    });
  }

  /** Adds `coefficient` times the scale score of an entrant. */
  addScore(row: RowBuilder, entrant: Entrant, coefficient: number): void {
    row.add(this.blocks[entrant.block]?.start ?? 0, coefficient);
  }

  /** Adds `coefficient` times the facet score of an entrant. */
  addFacet(row: RowBuilder, entrant: Entrant, wave: number, state: number, facet: string, coefficient: number): void {
    const cells = this.snapshot(wave, state)?.scales[this.scale];
    const block = this.blocks[entrant.block];
    if (cells === undefined || block === undefined) return;
    const wanted = cells.cells.indexOf(facet);
    const own = Math.max(1, answeredIn(cells, entrant.place, wanted));
    let total = 0;
    /** Answered cells before the wanted one. */
    let before = 0;
    for (let cell = 0; cell < cells.cells.length; cell += 1) {
      const count = answeredIn(cells, entrant.place, cell);
      total += count;
      if (cell < wanted && count > 0) before += 1;
    }
    if (before > 0) {
      row.add(block.start + before, coefficient / own);
      return;
    }
    row.add(block.start, (coefficient * total) / own);
    for (let other = 1; other < block.width; other += 1) row.add(block.start + other, -coefficient / own);
  }

  /** One entrant's score on the scale, or on a facet, as a form. */
  scoreRow(entrant: Entrant, wave: number, state: number, facet: string | null): SparseRow {
    return this.row((row) => {
      if (facet === null) this.addScore(row, entrant, 1);
      else this.addFacet(row, entrant, wave, state, facet, 1);
    });
  }

  /** The coordinates' values of a snapshot, from its sums of item shares; other places stay as they are. */
  fill(values: Float64Array, wave: number, state: number, sums: Float64Array): void {
    const snapshot = this.snapshot(wave, state);
    const cells = snapshot?.scales[this.scale];
    if (snapshot === undefined || cells === undefined) return;
    snapshot.members.forEach((member, place) => {
      const block = this.blocks[this.#index.get(blockKey(wave, member, snapshot.states[place] ?? 0)) ?? -1];
      if (block === undefined) return;
      let total = 0;
      let sum = 0;
      let at = 0;
      for (let cell = 0; cell < cells.cells.length; cell += 1) {
        const count = answeredIn(cells, place, cell);
        if (count === 0) continue;
        const own = sums[place * cells.cells.length + cell] ?? 0;
        total += count;
        sum += own;
        if (at > 0) values[block.start + at] = own;
        at += 1;
      }
      values[block.start] = sum / total;
    });
  }

  #addSnapshot(wave: number, snapshot: Snapshot): void {
    const cells = snapshot.scales[this.scale];
    if (cells === undefined) return;
    snapshot.members.forEach((member, place) => {
      const key = blockKey(wave, member, snapshot.states[place] ?? 0);
      const width = answeredCells(cells, place);
      if (width === 0 || this.#index.has(key)) return;
      this.#index.set(key, this.blocks.length);
      const organisation = snapshot.organisations[snapshot.home[place] ?? 0] ?? '';
      const person = snapshot.persons[place] ?? member;
      this.blocks.push({ start: this.#size, width, wave, member, person, organisation });
      this.#size += width;
    });
  }
}

const blockKey = (wave: number, member: string, state: number): string => `${wave} ${state} ${member}`;

/** How many cells a member answered anything of. */
function answeredCells(cells: AnsweredCells, place: number): number {
  let width = 0;
  for (let cell = 0; cell < cells.cells.length; cell += 1) if (answeredIn(cells, place, cell) > 0) width += 1;
  return width;
}
