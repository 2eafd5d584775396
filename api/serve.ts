import { countAccounts } from '@rapport/db/accounts';
import { migrate } from '@rapport/db/migrate';
import { listNetworks } from '@rapport/db/networks';
import { open } from '@rapport/db/open';
import { createApi } from './app.ts';
import { createAuth } from './auth.ts';
import { closeOverdue } from './close.ts';
import { readConfig, withPort, type Config } from './config.ts';
import type { Services } from './context.ts';
import { demoLinks, seedDemo } from './demo-network.ts';
import { createHttpServer, PROTOCOL, type Pages } from './http-server.ts';
import { startWorker } from './jobs/worker.ts';
import { createLog } from './log.ts';
import { ownApi, type OwnApi } from './own-api.ts';
import { newToken } from './sessions.ts';
import { accountMail } from './mail/account-mail.ts';
import { mailHandlers } from './mail/deliver.ts';
import { createMailer } from './mail/mailer.ts';
import { planMail } from './mail/plan.ts';
import { dailyHandlers, planDaily } from './operation/daily.ts';
import { keptSecret } from './secret.ts';

export interface ServeOptions {
  environment: Record<string, string | undefined>;
  /** Loads the pages once the environment that they read is set; without it the API answers alone. */
  pages?: () => Promise<Pages>;
  /** Prints to the terminal what a person is to read. */
  print: (text: string) => void;
}

export interface Served {
  config: Config;
  /** Drains, then closes the database. */
  stop(): Promise<void>;
}

/** Service managers kill after ten seconds. */
const PATIENCE_MS = 9000;
const CALENDAR_MS = 60_000;

/**
 * The whole service in this process: migrates, seeds the demo into an empty database, listens, and answers once all of that is
 * done.
 * @throws ConfigError; DatabaseUnavailable; DatabaseNewer; what listening throws, such as EADDRINUSE
 */
export async function serve({ environment, pages, print }: ServeOptions): Promise<Served> {
  const asked = readConfig(environment);
  const log = createLog(asked.logLevel);
  const secret = asked.authSecret ?? keptSecret();
  const db = await open(asked.databaseUrl);
  const relayKey = newToken();
  const http = createHttpServer(relayKey, asked);
  try {
    await migrate(db, { onProgress: (done, all) => print(`Migrating the database: ${done} of ${all}\n`) });
    const config = withPort(asked, await listen(http.server, asked));
    const mailer = createMailer(config);
    const auth = createAuth({ db, config, secret, log, mail: mailer && accountMail({ db, config, log, mailer }) });
    const services: Services = {
      ...{ db, config, auth, secret, log, mailer },
      clock: () => new Date(),
      threadsOn: config.databaseUrl,
    };
    if (config.demo) await seedDemo({ ...services, threadsOn: null }, print);
    environment.RELAY_KEY = relayKey;
    const api = createApi(services);
    const handler = pages ? await withPageEnvironment(environment, config, pages) : null;
    // Pages that call an API elsewhere were told so by the operator.
    if (environment.API_ORIGIN === ownOrigin(config)) handOver(ownApi(services, (request) => api.fetch(request)));
    const links = config.demo ? await demoLinks(services) : [];
    print(greeting(config, links, await setUpLink(services)));
    http.open((request, node) => api.fetch(request, node), handler);
    const calendar = setInterval(() => void closeWhatIsOver(services), CALENDAR_MS);
    const handlers = { ...dailyHandlers(services), ...(mailer && mailHandlers(services, mailer)) };
    const worker = startWorker(services, handlers, async () => {
      await planDaily(services);
      if (mailer) await planMail(services);
    });
    return {
      config,
      async stop() {
        clearInterval(calendar);
        // A job that takes longer, a mail to a slow server, is left to its lease: it is done after the next start.
        await Promise.all([http.drain(PATIENCE_MS), Promise.race([worker.stop(), patience(PATIENCE_MS)])]);
        mailer?.close();
        await db.close();
      },
    };
  } catch (error) {
    await http.drain(0);
    await db.close();
    throw error;
  }
}

const patience = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

function listen(server: ReturnType<typeof createHttpServer>['server'], { host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // A socket that systemd holds (sd_listen_fds(3)): while this process starts again, who comes waits and is not refused.
    const held = process.env.LISTEN_FDS === '1' && Number(process.env.LISTEN_PID) === process.pid;
    server.listen(held ? { fd: 3 } : { port, host }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Where this process reaches its own port. */
function ownOrigin({ host: asked, port }: Config): string {
  const host = asked === '0.0.0.0' ? '127.0.0.1' : asked === '::' ? '::1' : asked;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The pages are a bundle of their own: a symbol is where both can find it (web/src/lib/server/own-api.ts). */
function handOver(api: OwnApi): void {
  Reflect.set(globalThis, Symbol.for('rapport.api'), api);
}

// adapter-node and the hooks read these from the process when they are loaded.
async function withPageEnvironment(
  environment: Record<string, string | undefined>,
  config: Config,
  pages: () => Promise<Pages>,
): Promise<Pages> {
  environment.API_ORIGIN ||= ownOrigin(config);
  if (config.originIsSet) environment.ORIGIN = config.origin;
  else environment.PROTOCOL_HEADER = PROTOCOL;
  return pages();
}

async function closeWhatIsOver(services: Services): Promise<void> {
  try {
    for (const { slug } of await listNetworks(services.db)) await closeOverdue(services, slug);
  } catch (error) {
    services.log.error({ err: error }, 'waves that are over could not be closed; trying again in a minute');
  }
}

/** While there is no account at all, whoever sees this terminal may make the first one. */
async function setUpLink({ db, auth, config }: Services): Promise<string | null> {
  return (await countAccounts(db)) > 0 ? null : `${config.origin}/sign-in/first/${await auth.setUpToken()}`;
}

function greeting(
  { origin }: Config,
  links: { as: string; url: string; note: string }[],
  setUp: string | null,
): string {
  const shown = links.map(
    ({ as, url, note }) => `  ${as.padEnd(14)} ${url}${note ? `\n${' '.repeat(17)}${note}` : ''}\n`,
  );
  return [
    `\nRapport is at ${origin}\n`,
    ...(links.length > 0 ? ['\nA fictional network to look around in (DEMO=0 starts without it):\n\n', ...shown] : []),
    ...(setUp
      ? [
          '\nNobody has an account yet. To make the first one, open this link (it works once, today; the next start prints another):\n\n',
          `  ${setUp}\n`,
        ]
      : []),
    '\n',
  ].join('');
}
