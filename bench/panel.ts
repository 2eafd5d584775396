import type { Panel } from '../surveys/panel.ts';
import { instrumentKey } from '../surveys/instrument.ts';
import { pulse1 } from '../surveys/instruments/pulse-1.ts';
import { seededRandom } from '../analytics/stats/seeded-random.ts';

export interface Size {
  organisations: number;
  membersEach: number;
  waves: number;
  /** How many others a member rates; 0 asks no ties. */
  rated: number;
}

/** A made-up panel of the built-in pulse: 15% of the answers missed, organisations and members that differ, a slow rise. */
export function benchPanel({ organisations: g, membersEach, waves: w, rated }: Size): Panel {
  const random = seededRandom(`bench ${g} ${membersEach} ${w}`);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const name = (prefix: string, i: number) => `${prefix}${String(i).padStart(4, '0')}`;
  const joined = '2010-01-01';
  const organisations = Array.from({ length: g }, (_, i) => name('org-', i)).map((organisation) => ({
    organisation,
    name: organisation,
    joined,
    left: null,
  }));
  const members = organisations.flatMap(({ organisation }, o) =>
    Array.from({ length: membersEach }, (_, i) => ({
      member: name('m-', o * membersEach + i),
      organisation,
      name: null,
      email: null,
      joined,
      left: null,
    })),
  );
  const waves = Array.from({ length: w }, (_, i) => {
    const month = `${2010 + Math.floor(i / 4)}-${String(1 + 3 * (i % 4)).padStart(2, '0')}`;
    return { wave: name('w', i), label: month, opens: `${month}-03`, closes: `${month}-20` };
  });
  const effects = new Map(members.map(({ member }) => [member, normal()]));
  const answers: Panel['answers'] = [];
  const ties: Panel['ties'] = [];
  waves.forEach(({ wave }, at) => {
    members.forEach(({ member, organisation }, m) => {
      if (random() < 0.15) return;
      const level = 4 + 0.7 * (effects.get(member) ?? 0) + 0.04 * at + 0.6 * normal();
      for (const { id, min, max, reversed } of pulse1.items) {
        const value = Math.min(max, Math.max(min, Math.round(level + normal())));
        answers.push({ wave, member, item: id, value: reversed ? min + max - value : value });
      }
      for (let k = 1; k <= rated; k += 1) {
        const to = organisations[(Math.floor(m / membersEach) + k) % g]?.organisation;
        if (to === undefined || to === organisation) continue;
        for (const { id, min, max } of pulse1.ties)
          ties.push({
            wave,
            member,
            organisation: to,
            question: id,
            value: min + Math.floor(random() * (max - min + 1)),
          });
      }
    });
  });
  return {
    network: {
      format: 'rapport-panel/1',
      slug: 'bench',
      name: 'Bench',
      timezone: 'Etc/UTC',
      locale: 'en',
      minimumCell: 5,
      instrument: instrumentKey(pulse1),
    },
    instruments: [pulse1],
    organisations,
    members,
    waves,
    answers,
    ties,
    texts: [],
    events: [],
    event_organisations: [],
    goals: [],
    declarations: [],
  };
}
