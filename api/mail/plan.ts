import { listWaveJobs } from '@rapport/db/jobs';
import { listNetworks, type NetworkRow } from '@rapport/db/networks';
import { listRecipients, listSubmittersSince } from '@rapport/db/recipients';
import { RETURNED } from '@rapport/db/returned-mail';
import { closingInstant, waveState } from '@rapport/db/wave-state';
import { listWaves, type WaveRow } from '@rapport/db/waves';
import type { Services } from '../context.ts';
import { queueDayReminders, queueNewcomers, queueThanks } from './queue.ts';
import { DEFAULT_REMINDERS, dueReminder } from './reminder-days.ts';

type Planning = Pick<Services, 'db' | 'clock'>;

/** For how long after a submission its thank-you is still made up for. */
const THANKS_MS = 2 * 24 * 3_600_000;

/**
 * Queues the mails whose time has come: invitations of those who were added to a wave later, the reminders of the lead's
 * schedule, thank-yous. Each has a key, so planning twice, or by two processes, queues it once. Gives how many were new.
 */
export async function planMail(services: Planning): Promise<number> {
  const { db, clock } = services;
  let queued = 0;
  for (const network of await listNetworks(db))
    for (const wave of await listWaves(db, network.slug)) {
      const state = waveState(wave, network.timezone, clock());
      if (state === 'open') {
        queued += await queueNewcomers(services, network.slug, wave.wave);
        queued += await planReminders(services, network, wave);
      }
      if (state === 'open' || clock().getTime() - closingInstant(wave, network.timezone).getTime() < THANKS_MS)
        queued += await planThanks(services, network.slug, wave.wave);
    }
  return queued;
}

/** Of those who were mailed an invitation in time, also where it came back for a reason that may pass, those who have not submitted. */
async function planReminders(services: Planning, { slug, timezone, reminders }: NetworkRow, wave: WaveRow) {
  const { db, clock } = services;
  const due = dueReminder(wave, timezone, reminders ?? DEFAULT_REMINDERS, clock());
  if (!due) return 0;
  const jobs = await listWaveJobs(db, slug, wave.wave, ['mail.invitation']);
  const invited = new Set(
    jobs.flatMap(({ member, outcome, doneAt }) =>
      (outcome === 'sent' || outcome === RETURNED) && doneAt !== null && doneAt <= due.before ? [member] : [],
    ),
  );
  if (invited.size === 0) return 0;
  const missing = (await listRecipients(db, slug, wave.wave)).filter(
    ({ member, email, suppressed, answered }) => invited.has(member) && email !== null && !suppressed && !answered,
  );
  return queueDayReminders(
    services,
    slug,
    wave.wave,
    due.day,
    missing.map(({ member }) => member),
  );
}

async function planThanks(services: Planning, network: string, wave: string): Promise<number> {
  const { db, clock } = services;
  const recent = await listSubmittersSince(db, network, wave, new Date(clock().getTime() - THANKS_MS));
  if (recent.length === 0) return 0;
  const thanked = new Set((await listWaveJobs(db, network, wave, ['mail.thanks'])).map(({ member }) => member));
  return queueThanks(
    services,
    network,
    wave,
    recent.filter((member) => !thanked.has(member)),
  );
}
