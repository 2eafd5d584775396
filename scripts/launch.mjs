// Behind `npm start` and `npm test`: runs pnpm without asking for it to be installed, then the task itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@10.34.9';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task, ...rest] = process.argv.slice(2);

// better-sqlite3 compiles itself where no binary is to be had; with Node's own headers it needs no download.
const prefix = dirname(dirname(process.execPath));
const env = { ...process.env };
if (!env.npm_config_nodedir && existsSync(join(prefix, 'include/node/node.h'))) env.npm_config_nodedir = prefix;

function pnpm(...args) {
  const { status, error } = spawnSync('npx', ['--yes', PNPM, ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}

const SOURCES = [
  'surveys',
  'analytics',
  'db',
  'messages',
  'charts',
  'api',
  'web',
  'scripts',
  'package.json',
  'pnpm-lock.yaml',
];
const MADE = new Set(['node_modules', 'compiled', 'project.inlang', '.svelte-kit', 'build', 'dist']);

/** Whether the build is younger than everything that it is made of; a folder's own time tells of files taken away. */
function isBuilt() {
  const built = statSync(join(root, 'dist/server.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const isOlder = (path) => {
    const entry = statSync(path);
    if (entry.mtimeMs > built) return false;
    if (!entry.isDirectory()) return true;
    return readdirSync(path).every((name) => MADE.has(name) || isOlder(join(path, name)));
  };
  return SOURCES.every((name) => isOlder(join(root, name)));
}

if (task === 'start') {
  pnpm('install', '--frozen-lockfile', '--prefer-offline');
  if (!isBuilt()) pnpm('run', 'build');
  process.chdir(root);
  await import('../dist/server.js');
} else if (task === 'test') {
  pnpm('install', '--frozen-lockfile', '--prefer-offline');
  pnpm('run', 'messages');
  pnpm('exec', 'node', 'scripts/test.mjs', ...rest);
} else {
  console.error('usage: node scripts/launch.mjs start | test [vitest arguments]');
  process.exit(2);
}
