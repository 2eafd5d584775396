import { dayIn } from '@rapport/db/calendar';
import { findAppointment } from '@rapport/db/custodians';
import { readPanel } from '@rapport/db/panel';
import type { Panel } from '@rapport/surveys/panel';
import type { Services } from './context.ts';
import { NotBegun } from './problems.ts';
import { pseudonymous } from './pseudonymous.ts';

/**
 * What a custodian may take out: the waves whose members were told of them, under numbers.
 * @throws NotBegun until the first of those waves has opened
 */
export async function custodianPanel(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  network: string,
  account: string,
): Promise<Panel> {
  const appointment = await findAppointment(db, network, account);
  const { panel } = await readPanel(db, network);
  const after = appointment?.after ?? null;
  if (after === null) return pseudonymous(panel);
  const begins = appointment?.begins ?? null;
  if (begins === null || begins > dayIn(panel.network.timezone, clock()))
    throw new NotBegun(
      'Members are told of a custodian from the next wave on: nothing can be taken out before it opens.',
      {
        begins,
      },
    );
  return pseudonymous(openedAfter(panel, after));
}

/** The panel without the waves that opened up to a day, and without what was answered in them. */
function openedAfter(panel: Panel, day: string): Panel {
  const waves = panel.waves.filter(({ opens }) => opens > day);
  const kept = new Set(waves.map(({ wave }) => wave));
  const only = <Row extends { wave: string }>(rows: Row[]) => rows.filter(({ wave }) => kept.has(wave));
  return { ...panel, waves, answers: only(panel.answers), ties: only(panel.ties), texts: only(panel.texts) };
}
