import type { Panel } from '@rapport/surveys/panel';

/** Something that a reader of reports can get at: a reply with its headers, a file's text. */
export interface Seen {
  where: string;
  text: string;
}

/** What counts people: a reader may learn the bin, never the number. */
const COUNTS = new Set(['n', 'members', 'eligible', 'responded', 'stayers', 'joiners', 'leavers']);
/** Arrays that would hold one agency's rating of another. */
const RATINGS = new Set(['ratings', 'received', 'pairs']);

/** What reading alone gives away: names without consent, ids of members, single ratings, exact counts of people, open answers. */
export function readOff(seen: readonly Seen[], truth: Panel): string[] {
  const secrets = [
    ...truth.members.flatMap(({ name, email, member }) => [name, email, member]),
    ...truth.organisations
      .filter(({ named }) => named !== true)
      .flatMap(({ name, organisation }) => [name, organisation]),
    ...truth.texts.map(({ text }) => text),
    ...truth.events.map(({ notes }) => notes),
  ].flatMap((secret) => (secret !== null && secret.length > 3 ? [secret] : []));
  const found: string[] = [];
  for (const { where, text } of seen) {
    const plain = text.toLowerCase();
    for (const secret of secrets) if (plain.includes(secret.toLowerCase())) found.push(`${where}: “${secret}”`);
    for (const [, count] of text.matchAll(/\bn (\d+)(?![\d–+.,])/g)) found.push(`${where}: exact count n ${count}`);
    const json = parsed(text);
    if (json !== undefined) found.push(...inJson(json).map((leak) => `${where}: ${leak}`));
    for (const line of text.split('\n')) {
      const cells = line.trim().split(',');
      const [figure = '', value = ''] = cells.slice(-2);
      if (cells.length === 7 && COUNTS.has(figure) && /^\d+$/.test(value) && cells[0] !== 'patterns')
        found.push(`${where}: exact count ${line.trim()}`);
    }
  }
  return found;
}

function parsed(text: string): unknown {
  const start = text.indexOf('\n\n');
  try {
    return JSON.parse(start < 0 ? text : text.slice(start + 2)) as unknown;
  } catch {
    return undefined;
  }
}

function inJson(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => inJson(one, `${path}[${at}]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const at = `${path}.${key}`;
    // The portfolio's pattern counts stretches, the API's description no one.
    if (key === 'patterns' || key === 'components' || key === 'paths') return [];
    const counted = COUNTS.has(key) && typeof inner === 'number' ? [`exact count ${at}`] : [];
    const rated = RATINGS.has(key) && Array.isArray(inner) && inner.length > 0 ? [`rating ${at}`] : [];
    const written = key === 'texts' && at.includes('waves') ? Object.values(inner ?? {}).filter(Array.isArray) : [];
    return [...counted, ...rated, ...written.map(() => `open answer ${at}`), ...inJson(inner, at)];
  });
}

interface Bin {
  from: number;
  to: number | null;
}
const isBin = (value: unknown): value is Bin => typeof value === 'object' && value !== null && 'from' in value;

/** Counts of people that the bins of a wave (those asked, those who answered, the rate) leave no choice about. */
export function pinnedCounts(
  waves: readonly { wave: string; eligible: unknown; responded: unknown; responseRate: unknown }[],
): string[] {
  return waves.flatMap(({ wave, eligible, responded, responseRate }) => {
    if (!isBin(eligible) || !isBin(responded) || !isBin(responseRate)) return [`${wave}: not in bins`];
    const possible = new Set<number>();
    for (let all = eligible.from; all <= (eligible.to ?? eligible.from + 500); all += 1)
      for (let some = responded.from; some <= Math.min(all, responded.to ?? all); some += 1) {
        const rate = all === 0 ? 0 : some / all;
        if (rate >= responseRate.from - 1e-9 && (rate < (responseRate.to ?? 1) || responseRate.to === 1))
          possible.add(some);
      }
    return possible.size < 2 ? [`${wave}: ${[...possible].join()} answered`] : [];
  });
}
