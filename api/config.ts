import { z } from 'zod';
import { readProxies, type IsProxy } from './client-address.ts';

const flag = z.enum(['0', '1']).transform((value) => value === '1');
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is a number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'is a number from 0 to 65535');
const origin = z
  .url({ protocol: /^https?$/, error: 'is an address such as https://rapport.example.org' })
  .transform((value) => new URL(value).origin);

const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, `is a number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `is a number from ${least} to ${most}`);

const environmentSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(file:.|postgres(ql)?:\/\/)/, 'begins with file: or postgres://')
    .default('file:data/rapport.db'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  DEMO: z.union([flag, z.literal('portfolio')]).default(true),
  ORIGIN: origin.optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/./, 'begins with smtp:// or smtps://')
    .refine((value) => URL.canParse(value), 'is an address such as smtp://user:password@mail.example.org:587')
    .optional(),
  MAIL_FROM: z.email('is an address such as rapport@example.org').optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list, context) => {
      try {
        return readProxies(list);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    }),
  AUTH_SECRET: z.string().min(32, 'has at least 32 characters').optional(),
  ERASURE_LEDGER: z.string().min(1).optional(),
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_HOUR: count(0, 23).default(2),
  BACKUP_KEEP: count(1, 1000).default(14),
  BACKUP_PASSPHRASE: z.string().min(12, 'has at least 12 characters').optional(),
  METRICS_TOKEN: z.string().min(16, 'has at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** What the environment decides, parsed once. Origins have no path; `origin` is the one that links are made with. */
export interface Config {
  databaseUrl: string;
  host: string;
  port: number;
  demo: boolean;
  /** The demo network has neighbours too, for a funder's portfolio. */
  neighbours: boolean;
  origin: string;
  /** Origins that unsafe requests may come from. Without `ORIGIN`: this machine under each of its loopback names. */
  trustedOrigins: string[];
  /** True when `ORIGIN` was given, so that it and not the request's Host header says where we are. */
  originIsSet: boolean;
  /** Cookies are Secure exactly when the origin is https. */
  secure: boolean;
  smtpUrl: string | null;
  /** Whom mails are from; by default the account at the mail server, or `rapport` at this host. */
  mailFrom: string | null;
  /** Whose X-Forwarded-For is believed; nobody's by default. */
  isProxy: IsProxy;
  authSecret: string | null;
  /** Where erasures are written down besides the database; null for a file beside it. */
  erasureLedger: string | null;
  /** Where a backup is written each day, at what hour of this machine's, and how many are kept; null for none. */
  backups: { folder: string; hour: number; keep: number } | null;
  /** Backups are encrypted under it; null leaves them plain. */
  backupPassphrase: string | null;
  /** Opens `/api/metrics`; null closes it. */
  metricsToken: string | null;
  logLevel: z.infer<typeof environmentSchema>['LOG_LEVEL'];
}

/** The environment is at fault; the message has one line per variable, naming it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads the configuration (contract.md, section 3); an empty variable counts as unset.
 * @throws ConfigError naming every variable that is wrong
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  const env = parsed.data;
  const origins = env.ORIGIN ? [env.ORIGIN] : localOrigins(env.HOST, env.PORT);
  const [first = ''] = origins;
  return {
    databaseUrl: env.DATABASE_URL,
    host: env.HOST,
    port: env.PORT,
    demo: env.DEMO !== false,
    neighbours: env.DEMO === 'portfolio',
    origin: first,
    trustedOrigins: origins,
    originIsSet: env.ORIGIN !== undefined,
    secure: first.startsWith('https:'),
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM ?? null,
    isProxy: env.TRUSTED_PROXIES,
    authSecret: env.AUTH_SECRET ?? null,
    erasureLedger: env.ERASURE_LEDGER ?? null,
    backups:
      env.BACKUP_DIR === undefined ? null : { folder: env.BACKUP_DIR, hour: env.BACKUP_HOUR, keep: env.BACKUP_KEEP },
    backupPassphrase: env.BACKUP_PASSPHRASE ?? null,
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
  };
}

/** The configuration once the port is known: with `PORT=0` the system chose one. */
export function withPort(config: Config, port: number): Config {
  if (config.originIsSet) return { ...config, port };
  const origins = localOrigins(config.host, port);
  return { ...config, port, origin: origins[0] ?? config.origin, trustedOrigins: origins };
}

function localOrigins(host: string, port: number): string[] {
  const anywhere = host === '0.0.0.0' || host === '::';
  const first = anywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return [...new Set([first, '127.0.0.1', 'localhost', '[::1]'])].map(
    (name) => new URL(`http://${name}:${port}`).origin,
  );
}
