import type { EventEffect } from '../analysis.ts';
import { attendanceKey, segmentedKey, type EventPlace } from './event-figures.ts';
import type { Ledger, Segmented } from './ledger.ts';
import type { Attendance, ReleasedChange, ReleasedEvent } from './released-analysis.ts';
import { toTenth } from './rounding.ts';
import type { Judged } from './run-audit.ts';
import type { SuppressionReason } from './suppression.ts';
import type { Withholding } from './withholding.ts';

interface Sources {
  judged: Pick<Judged, 'gate' | 'made'>;
  ledger: Pick<Ledger, 'effects'>;
  /** The changes as they go out, and why parts of them do not, by path. */
  changes: readonly ReleasedChange[];
  because: ReadonlyMap<string, SuppressionReason>;
  held: Withholding;
}

/** What was measured around an entry of the log, and the effects to keep: those of the ledger unless they were judged anew. */
export function eventView(
  place: EventPlace,
  path: string,
  sources: Sources,
): { view: ReleasedEvent; effects: Ledger['effects'] } {
  const { event } = place;
  const view: ReleasedEvent = { events: event.events, between: event.between, scales: {}, attendance: {} };
  const effects: Ledger['effects'] = {};
  for (const [scale, effect] of Object.entries(event.scales)) {
    const at = `${path}.scales.${scale}`;
    let segmented: Segmented | null = null;
    if (effect.design === 'segmented') {
      const key = segmentedKey(place, scale);
      segmented = segmentedOf(effect, key, sources);
      effects[key] = { segmented };
      if (segmented === null) withholdSegmented(effect, at, sources);
    }
    // Where a segmented figure is held back, the change across the two waves stands, which was out before it.
    view.scales[scale] = segmented ?? beforeAfter(place, scale, at, sources);
    if (place.attended.length === 0) continue;
    const key = attendanceKey(place, scale);
    const attendance = attendanceOf(key, sources);
    effects[key] = { attendance };
    view.attendance[scale] = attendance;
    if (attendance === null) sources.held.never(`${path}.attendance.${scale}`, place, reasonOf(key, sources));
  }
  return { view, effects };
}

/** The paired change between the two waves, exactly as it stands among the changes. */
function beforeAfter(
  { from, to }: EventPlace,
  scale: string,
  path: string,
  { changes, because, held }: Sources,
): EventEffect {
  const at = changes.findIndex((change) => change.from === from && change.to === to);
  const change = changes[at]?.scales[scale];
  const source = `changes[${at}].scales.${scale}`;
  for (const [key, of] of [
    ['change', 'mean'],
    ['se', 'se'],
    ['df', 'df'],
    ['ci', 'ci'],
  ] as const) {
    const reason = because.get(`${source}.${of}`);
    if (reason !== undefined) held.never(`${path}.${key}`, source, reason);
  }
  const { mean = null, se = null, df = null, ci = null } = change ?? {};
  return { design: 'before-after', change: mean, se, df, ci };
}

function segmentedOf(effect: Segmented, key: string, { judged, ledger }: Sources): Segmented | null {
  const known = ledger.effects[key];
  const offered = judged.made({ kind: 'segmented', key, effect: 'level' }) !== null;
  if (!offered && known !== undefined) return 'segmented' in known ? known.segmented : null;
  const out = (['level', 'slope'] as const).every(
    (name) => judged.gate({ kind: 'segmented', key, effect: name }) === null,
  );
  if (!out) return null;
  return {
    design: effect.design,
    level: toTenth(effect.level),
    levelSe: toTenth(effect.levelSe),
    slope: toTenth(effect.slope),
    slopeSe: toTenth(effect.slopeSe),
  };
}

function withholdSegmented(effect: Segmented, path: string, { held }: Sources): void {
  for (const key of ['level', 'levelSe', 'slope', 'slopeSe'] as const)
    held.never(`${path}.${key}`, effect[key], 'would-single-out');
}

function attendanceOf(key: string, { judged, ledger }: Sources): Attendance | null {
  const known = ledger.effects[key];
  const attendees = judged.made({ kind: 'attendance', key, side: 'attendees' });
  const others = judged.made({ kind: 'attendance', key, side: 'others' });
  if (attendees === null && known !== undefined) return 'attendance' in known ? known.attendance : null;
  const out = (['attendees', 'others'] as const).every(
    (side) => judged.gate({ kind: 'attendance', key, side }) === null,
  );
  return out && attendees !== null && others !== null
    ? { attendees: toTenth(attendees) ?? 0, others: toTenth(others) ?? 0 }
    : null;
}

const reasonOf = (key: string, { judged }: Sources) => {
  const reasons = (['attendees', 'others'] as const).map((side) => judged.gate({ kind: 'attendance', key, side }));
  return reasons.find((reason) => reason !== null && reason !== 'unaudited') ?? 'would-single-out';
};
