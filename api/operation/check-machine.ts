import { existsSync } from 'node:fs';
import { readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../config.ts';
import { createMailer } from '../mail/mailer.ts';
import { SECRET_FILE } from '../secret.ts';
import { backupName } from './backup-name.ts';
import { note, ok, wrong, type Finding } from './finding.ts';

const MB = 1024 * 1024;
const DAY_MS = 86_400_000;

/** The checks of what lies around the database. */
export const machineChecks: Record<string, (config: Config, now: Date) => Promise<Finding>> = {
  async disk({ databaseUrl }) {
    const path = pathOf(databaseUrl);
    let folder = path === null ? '.' : dirname(path);
    while (!existsSync(folder)) folder = dirname(folder);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const size = path === null ? 0 : ((await stat(path).catch(() => null))?.size ?? 0);
    const says = `${Math.floor(free / MB)} MB free`;
    const advice = 'Make room: a full disk takes no answers. Backups and logs are the first places to look.';
    if (free < 100 * MB) return wrong('disk', says, advice);
    return free < 3 * size + 500 * MB ? note('disk', says, advice) : ok('disk', says);
  },
  async secret({ authSecret }) {
    if (authSecret !== null) return ok('secret', 'AUTH_SECRET is set');
    const found = await stat(SECRET_FILE).catch(() => null);
    if (!found)
      return note(
        'secret',
        `${SECRET_FILE} is not there`,
        'The first start makes it; keep a copy apart from the backups.',
      );
    return (found.mode & 0o077) === 0
      ? ok('secret', `${SECRET_FILE} can be read by its owner only`)
      : wrong(
          'secret',
          `${SECRET_FILE} can be read by others (mode ${modeOf(found.mode)})`,
          `chmod 600 ${SECRET_FILE}`,
        );
  },
  async files({ databaseUrl }) {
    const path = pathOf(databaseUrl);
    if (path === null) return ok('files', 'the database is a server’s');
    const open: string[] = [];
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      const found = await stat(file).catch(() => null);
      if (found && found.mode & 0o077) open.push(`${file} (mode ${modeOf(found.mode)})`);
    }
    return open.length === 0
      ? ok('files', 'the database can be read by its owner only')
      : wrong('files', `others can read ${open.join(', ')}`, `chmod 600 ${path}*`);
  },
  async mail(config) {
    const mailer = createMailer(config);
    if (!mailer)
      return note('mail', 'SMTP_URL is not set', 'Leads hand links out themselves; set it so that mails are sent.');
    try {
      await mailer.check();
      return ok('mail', 'the mail server takes our sign-in');
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      return wrong(
        'mail',
        `the mail server can’t be used: ${what}`,
        'Check SMTP_URL (host, port, user, password) and the firewall.',
      );
    } finally {
      mailer.close();
    }
  },
  async backups({ backups }, now) {
    if (!backups)
      return note('backups', 'none are made by themselves', 'Set BACKUP_DIR, or run rapport backup FILE from a timer.');
    const names = (await readdir(backups.folder).catch(() => [])).filter(backupName.is).sort();
    const last = names.at(-1);
    if (last === undefined)
      return wrong(
        'backups',
        `there is none in ${backups.folder}`,
        'One is made each day while Rapport runs; make one now: rapport backup FILE.',
      );
    const { mtimeMs } = await stat(join(backups.folder, last));
    const days = Math.floor((now.getTime() - mtimeMs) / DAY_MS);
    return days < 2
      ? ok('backups', `${names.length} in ${backups.folder}, the last is ${last}`)
      : wrong(
          'backups',
          `the last in ${backups.folder} is ${days} days old`,
          'Is Rapport running? Its log says why a backup failed.',
        );
  },
};

const pathOf = (url: string): string | null => (url.startsWith('file:') ? url.slice('file:'.length) : null);
const modeOf = (mode: number): string => (mode & 0o777).toString(8);
