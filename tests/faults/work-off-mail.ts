import { runDueJobs } from '@rapport/api/jobs/run';
import { mailHandlers } from '@rapport/api/mail/deliver';
import { createMailer } from '@rapport/api/mail/mailer';
import { readConfig } from '@rapport/api/config';
import { createLog } from '@rapport/api/log';
import { open } from '@rapport/db/open';

/**
 * For a test: works off the jobs of the database in DATABASE_URL, over SMTP_URL, until none is left, and at least as many as
 * argv[2] were there; leases of a second, or argv[3] ms. Says `ready` first.
 */
const [, , wanted = '0', leaseMs = '1000'] = process.argv;
const config = readConfig(process.env);
const db = await open(config.databaseUrl);
const mailer = createMailer(config);
if (!mailer) throw new Error('SMTP_URL is not set');
const services = { db, config, secret: 'secret '.repeat(5), log: createLog('silent'), clock: () => new Date() };
const { jobs } = db.tables;
console.log('ready');

for (;;) {
  await runDueJobs(services, mailHandlers(services, mailer), { leaseMs: Number(leaseMs) });
  const rows = await db.select({ doneAt: jobs.doneAt, failedAt: jobs.failedAt }).from(jobs);
  if (rows.length >= Number(wanted) && rows.every(({ doneAt, failedAt }) => doneAt !== null || failedAt !== null))
    break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
mailer.close();
await db.close();
