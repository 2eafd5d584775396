import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export interface TestServer {
  /** The address of a new, empty database. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** The folder of the machine's PostgreSQL server programs, the newest; undefined where none is installed. */
export function postgresPrograms(): string | undefined {
  if (process.env.RAPPORT_POSTGRES) return process.env.RAPPORT_POSTGRES;
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
export async function startPostgres(programs: string, { durable = false } = {}): Promise<TestServer> {
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
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  // The shell's input ends with us, however we end: then it stops the server and clears up.
  const server = spawn(
    '/bin/sh',
    [
      '-c',
      'folder=$1; shift; "$@" & cat; kill -INT $!; wait; rm -rf "$folder"',
      'postgres-server',
      folder,
      join(programs, 'postgres'),
      ...['-D', data, '-k', folder],
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    { ...owner, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const urlOf = (database: string) => `postgres://rapport@localhost/${database}?host=${encodeURIComponent(folder)}`;
  await answering(urlOf('postgres'), server);

  let made = 0;
  return {
    async newDatabase() {
      const name = `test_${++made}`;
      await inAdministration(urlOf('postgres'), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.stdin.end();
      await ended;
    },
  };
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await inAdministration(url, 'SELECT 1');
    } catch (error) {
      if (tries > 1200 || server.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

async function inAdministration(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
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
