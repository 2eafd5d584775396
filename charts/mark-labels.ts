interface Mark {
  number: number;
  day: number;
}

/** A number over one or several of the log's marks, `7` or `6–8`, at the middle of what it stands for. */
export interface MarkLabel {
  day: number;
  text: string;
}

const CHARACTER = 7.5;
const FRAME = 14;

/** Labels for marks in order of time, joined where they would lie on each other at this many pixels a day. */
export function markLabels(marks: Mark[], pixelsPerDay: number): MarkLabel[] {
  let groups = marks.map((mark) => [mark]);
  for (let before = -1; before !== groups.length;) {
    before = groups.length;
    groups = groups.reduce<Mark[][]>((kept, group) => {
      const last = kept.at(-1);
      if (last && overlap(last, group, pixelsPerDay)) kept[kept.length - 1] = [...last, ...group];
      else kept.push(group);
      return kept;
    }, []);
  }
  return groups.map((group) => ({ day: middle(group), text: textOf(group) }));
}

const middle = (group: Mark[]): number => ((group[0]?.day ?? 0) + (group.at(-1)?.day ?? 0)) / 2;

const textOf = (group: Mark[]): string =>
  group.length === 1 ? String(group[0]?.number) : `${group[0]?.number}–${group.at(-1)?.number}`;

const widthOf = (group: Mark[]): number => textOf(group).length * CHARACTER + FRAME;

const overlap = (one: Mark[], next: Mark[], pixelsPerDay: number): boolean =>
  (middle(next) - middle(one)) * pixelsPerDay < (widthOf(one) + widthOf(next)) / 2;
