import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPanel } from '@rapport/db/import-panel';
import { migrate } from '@rapport/db/migrate';
import { open } from '@rapport/db/open';
import { grantRole } from '@rapport/db/roles';
import type { Role } from '@rapport/db/tables/accounts';
import { databaseAt, removeDatabase } from '@rapport/db/testing/test-database';
import type { Panel } from '@rapport/surveys/panel';
import { createApi } from '../app.ts';
import { createAuth } from '../auth.ts';
import { readConfig } from '../config.ts';
import type { Services } from '../context.ts';
import { createLog } from '../log.ts';
import { accountMail } from '../mail/account-mail.ts';
import { createMailer } from '../mail/mailer.ts';
import { passwordsAt } from '../passwords.ts';

export const PASSWORD = 'correct horse battery';
export const ORIGIN = 'http://127.0.0.1:3000';

const CHEAP = passwordsAt({ N: 1024, r: 8, p: 1 });

export interface Reply {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON, else the text. */
  body: unknown;
  text: string;
}

export interface Asking {
  method?: string;
  json?: unknown;
  /** Sent as it is, with `headers` saying what it is. */
  raw?: string;
  headers?: Record<string, string>;
  /** A cookie, as `signIn` and `openSurvey` give it. */
  as?: string;
}

export interface Bench {
  services: Services;
  folder: string;
  /** Lines that were logged, at every level. */
  logged: string[];
  /** Moves the clock. */
  setNow(instant: string): void;
  call(path: string, asking?: Asking): Promise<Reply>;
  /** An account with roles; gives its cookie. */
  signIn(email: string, roles?: Partial<Record<string, Role[]>>): Promise<string>;
  storePanel(panel: Panel): Promise<void>;
  close(): Promise<void>;
}

/** The API on a database of its own, in a folder that `close` removes. The clock stands at `now` until it is moved. */
export async function openBench({
  now = '2026-11-10T12:00:00Z',
  environment = {},
  /** Passwords cost as much as outside of tests. */
  costly = false,
} = {}): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-api-'));
  const own = await databaseAt(join(folder, 'rapport.db'), { migrated: true });
  // On PostgreSQL too the ledger of erasures stands in this folder.
  const ledger = { ERASURE_LEDGER: join(folder, 'erasures.jsonl') };
  const config = readConfig({ DATABASE_URL: own, ...ledger, ...environment });
  const db = await open(config.databaseUrl);
  await migrate(db);
  const secret = 'a secret of the tests, long enough for all of them';
  const logged: string[] = [];
  const log = createLog('trace', { write: (line) => void logged.push(line) });
  let instant = new Date(now);
  const mailer = createMailer(config);
  const auth = createAuth({
    db,
    config,
    secret,
    log,
    mail: mailer && accountMail({ db, config, log, mailer }),
    ...(costly ? {} : { passwords: CHEAP }),
  });
  const services: Services = { db, config, auth, secret, log, mailer, clock: () => instant, threadsOn: null };
  const app = createApi(services);

  const call = async (path: string, { method, json, raw, headers = {}, as }: Asking = {}): Promise<Reply> => {
    const body = json === undefined ? raw : JSON.stringify(json);
    const response = await app.request(path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as === undefined ? {} : { cookie: as }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.clone().text();
    const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
  };

  return {
    services,
    folder,
    logged,
    setNow: (later) => (instant = new Date(later)),
    call,
    async signIn(email, roles = {}) {
      const id =
        (await auth.accountId(email)) ?? (await auth.createAccount({ email, name: email, password: PASSWORD }));
      for (const [network, of] of Object.entries(roles))
        for (const role of of ?? []) await grantRole(db, id, network, role, { actor: 'operator', now: instant });
      const reply = await call('/api/auth/sign-in/email', {
        json: { email, password: PASSWORD },
        headers: { origin: config.origin },
      });
      return cookieOf(reply);
    },
    storePanel: (panel) => importPanel(db, panel, { actor: 'operator', now: instant }),
    async close() {
      mailer?.close();
      await db.close();
      removeDatabase(own);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The cookie that a reply sets, as a browser sends it back. */
export function cookieOf({ headers, status }: Reply): string {
  const [set] = headers.getSetCookie();
  if (set === undefined) throw new Error(`no cookie was set (${status})`);
  return set.split(';')[0] ?? '';
}

/** What a problem reply says, for one comparison: status and last part of its type. */
export function problemOf({ status, body, headers }: Reply): string {
  const type = typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : '';
  return `${status} ${headers.get('content-type')?.startsWith('application/problem+json') ? type.split(':').at(-1) : '(no problem)'}`;
}
