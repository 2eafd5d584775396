import { atomic } from '@rapport/db/atomic';
import {
  alteredReleases,
  latestInstant,
  orphanRows,
  serverClock,
  troubledJobs,
  verifyAllAudit,
} from '@rapport/db/doctor';
import { listErasures } from '@rapport/db/erasure';
import { migrationState } from '@rapport/db/migration-state';
import type { Db } from '@rapport/db/open';
import { verifyReports } from '@rapport/db/verify-reports';
import { readLedger } from './erasure-ledger.ts';
import { note, ok, wrong, type Finding } from './finding.ts';

const HOUR_MS = 3_600_000;
/** Clocks of two machines are seldom nearer; sessions and leases bear it. */
const CLOCK_MS = 5000;
const RESTORE = 'Stop Rapport, keep a copy of the file, and restore the latest backup: rapport restore FILE --force.';

/** The checks of an open database, in the order in which one would mend what they find. */
export const databaseChecks: Record<string, (db: Db, at: { now: Date; ledger: string }) => Promise<Finding>> = {
  async integrity(db) {
    const faults = await db.integrityFaults();
    return faults.length === 0
      ? ok('integrity', 'every page and reference holds')
      : wrong('integrity', faults.slice(0, 3).join('; '), RESTORE);
  },
  async migrations(db) {
    const { behind, newer } = await migrationState(db);
    if (newer) return wrong('migrations', 'a newer version has migrated the database', 'Start that version.');
    return behind === 0
      ? ok('migrations', 'the tables are this version’s')
      : wrong('migrations', `${behind} are due`, 'Make a backup with the version that ran, then: rapport migrate.');
  },
  async writing(db) {
    await atomic(db, () => []);
    return ok('writing', 'the database takes writes');
  },
  async clocks(db, { now }) {
    const [latest, server] = await Promise.all([latestInstant(db), serverClock(db)]);
    const apart = server === null ? 0 : Math.abs(server.getTime() - now.getTime());
    if (apart > CLOCK_MS)
      return wrong(
        'clocks',
        `the database’s server is ${Math.round(apart / 1000)} s apart`,
        'Run a time service (NTP) on both.',
      );
    if (latest !== null && latest.getTime() > now.getTime() + CLOCK_MS)
      return wrong(
        'clocks',
        `something happened at ${latest.toISOString()}, which is still to come`,
        'Set this machine’s clock right (NTP): waves open and close by it.',
      );
    return ok('clocks', `it is ${now.toISOString()}`);
  },
  async orphans(db) {
    const orphans = await orphanRows(db);
    return orphans.length === 0
      ? ok('orphans', 'every row belongs to somebody')
      : wrong('orphans', orphans.map(({ table, rows }) => `${rows} of ${table}`).join(', '), RESTORE);
  },
  async reports(db) {
    const [reports, releases] = await Promise.all([verifyReports(db), alteredReleases(db)]);
    const altered = [
      ...reports
        .filter(({ fault }) => fault !== null)
        .map(({ network, report, fault }) => `${network}/${report} (${fault ?? ''})`),
      ...releases.map((id) => `figures ${id}`),
    ];
    return altered.length === 0
      ? ok('reports', `${reports.length} published, each as it went out`)
      : wrong(
          'reports',
          `not as they went out: ${altered.join(', ')}`,
          'Compare with a backup; withdraw and publish anew what was altered.',
        );
  },
  async audit(db) {
    const chains = await verifyAllAudit(db);
    const broken = chains.filter((chain) => chain.broken !== null);
    const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
    return broken.length === 0
      ? ok('audit', `${entries} entries in ${chains.length} chains, none changed`)
      : wrong(
          'audit',
          broken.map(({ chain, broken: at }) => `${chain} does not hold from entry ${at ?? 0} on`).join(', '),
          'Somebody has written to the database by hand: find out who could, and compare with a backup.',
        );
  },
  async erasures(db, { ledger }) {
    const [erased, lines] = await Promise.all([listErasures(db), readLedger(ledger)]);
    const said = new Set(lines.map((line) => `${line.network} ${line.pseudonym}`));
    const missing = erased.filter((one) => !said.has(`${one.network} ${one.pseudonym}`));
    return missing.length === 0
      ? ok('erasures', `${erased.length}, all in ${ledger}`)
      : wrong(
          'erasures',
          `${missing.length} are not in ${ledger}`,
          'Start Rapport or run rapport backup: both write them down.',
        );
  },
  async jobs(db, { now }) {
    const { failed, overdue } = await troubledJobs(db, new Date(now.getTime() - HOUR_MS));
    if (overdue > 0)
      return note('jobs', `${overdue} wait for more than an hour`, 'Is Rapport running, and SMTP_URL set?');
    if (failed > 0)
      return note('jobs', `${failed} were given up`, 'Leads see mails that failed under Invitations and reminders.');
    return ok('jobs', 'none waits for long, none was given up');
  },
};
