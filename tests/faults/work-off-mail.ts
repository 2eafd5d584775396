import { runDueJobs } from '@rapport/api/jobs/run';
import { mailHandlers } from '@rapport/api/mail/deliver';
import { createMailer } from '@rapport/api/mail/mailer';
import { readConfig } from '@rapport/api/config';
import { createLog } from '@rapport/api/log';
import { open } from '@rapport/db/open';

/** For a test: works off the jobs of the database in DATABASE_URL, over SMTP_URL, until none is left, leases of a second. */
const config = readConfig(process.env);
const db = await open(config.databaseUrl);
const mailer = createMailer(config);
if (!mailer) throw new Error('SMTP_URL is not set');
const services = { db, config, secret: 'secret '.repeat(5), log: createLog('silent'), clock: () => new Date() };
const { jobs } = db.tables;

for (;;) {
  await runDueJobs(services, mailHandlers(services, mailer), { leaseMs: 1000 });
  const rows = await db.select({ doneAt: jobs.doneAt, failedAt: jobs.failedAt }).from(jobs);
  if (rows.every(({ doneAt, failedAt }) => doneAt !== null || failedAt !== null)) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
mailer.close();
await db.close();
