import type { Db } from '@rapport/db/open';
import { readPanel } from '@rapport/db/panel';
import type { Panel } from '@rapport/surveys/panel';
import { panelToExport } from '@rapport/surveys/panel-export';
import { panelToJson } from '@rapport/surveys/panel-files';
import { zipSync } from 'fflate';
import { pseudonymous } from './pseudonymous.ts';

export interface PanelFileTask {
  network: string;
  /** Only waves that open after this day; null for all. */
  after: string | null;
  format: 'json' | 'zip';
}

/** A network's panel under numbers, as one JSON document or a zipped folder of CSV files. @throws NotFound */
export async function panelFile(db: Db, { network, after, format }: PanelFileTask): Promise<Uint8Array<ArrayBuffer>> {
  const { panel } = await readPanel(db, network);
  const taken = pseudonymous(after === null ? panel : openedAfter(panel, after));
  const encoder = new TextEncoder();
  if (format === 'json') return encoder.encode(panelToJson(taken));
  const files = [...panelToExport(taken)].map(([name, text]) => [`${network}/${name}`, encoder.encode(text)] as const);
  return Uint8Array.from(zipSync(Object.fromEntries(files)));
}

/** The panel without the waves that opened up to a day, and without what was answered in them. */
function openedAfter(panel: Panel, day: string): Panel {
  const waves = panel.waves.filter(({ opens }) => opens > day);
  const kept = new Set(waves.map(({ wave }) => wave));
  const only = <Row extends { wave: string }>(rows: Row[]) => rows.filter(({ wave }) => kept.has(wave));
  return { ...panel, waves, answers: only(panel.answers), ties: only(panel.ties), texts: only(panel.texts) };
}
