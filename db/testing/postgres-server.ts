import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export interface TestServer {
  /** The address of a new, empty database. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

interface PostgresServer extends TestServer {
  /** The address of a database of this name. */
  urlOf(database: string): string;
  /** Ends the server as its machine would that is shut down, and `resume` starts it again over the same data. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/**
 * The folder of the machine's PostgreSQL server programs, the newest; undefined where none is installed. RAPPORT_POSTGRES names another,
 * or hides them all while it is empty.
 */
export function postgresPrograms(): string | undefined {
  const { RAPPORT_POSTGRES: named } = process.env;
  if (named !== undefined) return named || undefined;
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), '/usr/local/bin', '/usr/bin'].find((folder) =>
    existsSync(join(folder, 'initdb')),
  );
}

/**
 * Starts a throw-away server that listens on a socket in its own folder only, as an unprivileged user where we are root. It keeps
 * nothing through a crash of the machine unless it is `durable`, as benches have it.
 */
export async function startPostgres(
  programs: string,
  { durable = false, connections = 100 } = {},
): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-pg-'));
  const owner = unprivileged();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'rapport', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  });
  const settings = [
    'listen_addresses=',
    `shared_buffers=${durable ? 256 : 32}MB`,
    `max_connections=${connections}`,
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  const paused = join(folder, 'paused');
  // The shell's input ends with us, however we end: then it stops the server and clears up.
  const launch = () =>
    spawn(
      '/bin/sh',
      [
        '-c',
        'folder=$1; shift; "$@" & cat; kill -INT $!; wait; [ -e "$folder/paused" ] || rm -rf "$folder"',
        'postgres-server',
        folder,
        join(programs, 'postgres'),
        ...['-D', data, '-k', folder],
        ...settings.flatMap((setting) => ['-c', setting]),
      ],
      { ...owner, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] },
    );
  let server = launch();
  const end = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.stdin.end();
    await ended;
  };
  const urlOf = (database: string) => `postgres://rapport@localhost/${database}?host=${encodeURIComponent(folder)}`;
  await answering(urlOf('postgres'), server);

  let made = 0;
  return {
    urlOf,
    async newDatabase() {
      const name = `test_${++made}`;
      await administration(urlOf('postgres'), (ask) => ask(`CREATE DATABASE ${name}`));
      return urlOf(name);
    },
    stop: end,
    async pause() {
      writeFileSync(paused, '');
      await end();
    },
    async resume() {
      rmSync(paused);
      server = launch();
      await answering(urlOf('postgres'), server);
    },
  };
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await administration(url, (ask) => ask('SELECT 1'));
      return;
    } catch (error) {
      if (tries > 1200 || server.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

export type Ask = (statement: string) => Promise<Record<string, unknown>[]>;

/** Statements one by one on a connection of their own. */
export async function administration<T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(async (statement) => (await client.query<Record<string, unknown>>(statement)).rows);
  } finally {
    await client.end();
  }
}

/** initdb refuses root: the system's postgres user, else nobody. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return user ? { uid: Number(user[2]), gid: Number(user[3]) } : { uid: 65_534, gid: 65_534 };
}
