import type { IncomingMessage } from 'node:http';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Db } from '@rapport/db/open';
import type { Auth } from './auth.ts';
import type { Config } from './config.ts';
import { refuseInvalid } from './errors.ts';
import type { Log } from './log.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Metrics } from './metrics.ts';
import type { Account, MemberSession, NetworkRole } from './sessions.ts';

/** What the routes work with; all that is not pure comes in here. */
export interface Services {
  db: Db;
  config: Config;
  auth: Auth;
  /** Signs cookies. */
  secret: string;
  clock: () => Date;
  log: Log;
  /** Null without SMTP_URL: then leads hand links out themselves. */
  mailer: Mailer | null;
  /** The address of the database for threads, in which what would hold up requests is done; null in tools and tests: done here. */
  threadsOn: string | null;
}

export interface ApiEnv {
  /** Node's own request, where there is one: tests and pages hand over none. */
  Bindings: { incoming?: IncomingMessage } | undefined;
  Variables: Services & {
    requestId: string;
    /** Null without METRICS_TOKEN. */
    metrics: Metrics | null;
    /** Set by the role check of routes that need an account, or a member's session. */
    account: Account;
    /** What the account is in the network of the address, or anywhere where the address names none. */
    roles: NetworkRole[];
    member: MemberSession;
  };
}

/** A router whose routes are declared with `route` and whose refused values become problem details. */
export const router = () => new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
