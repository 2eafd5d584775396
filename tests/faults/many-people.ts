import { agencies } from '@rapport/api/testing/agencies';
import { addDays } from '@rapport/db/calendar';

/** The agencies' panel with one wave, open today, and `count` people in it. */
export function manyPeople(count: number, today: string) {
  const panel = agencies();
  const members = Array.from({ length: count }, (_, i) => ({
    member: `m-${i}`,
    organisation: panel.organisations[i % panel.organisations.length]?.organisation ?? '',
    name: `Person ${i}`,
    email: `person-${i}@example.org`,
    joined: '2026-01-01',
    left: null,
  }));
  const waves = [{ wave: 'now', label: 'Now', opens: addDays(today, -1), closes: addDays(today, 20) }];
  return { ...panel, members, waves, answers: [], ties: [] };
}
