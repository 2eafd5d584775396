// Where this machine keeps a browser and a PostgreSQL server, if it has them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const onPath = (name) => {
  const { status, stdout } = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0].trim() : null;
};

/** Path of a Chromium or Chrome, null when there is none; the one without a window's parts, where there is one, takes half the work. */
export function findChromium() {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(process.env.PROGRAMFILES ?? '', 'Google/Chrome/Application/chrome.exe'),
  ];
  return places.find((path) => path && existsSync(path)) ?? onPath('chromium') ?? onPath('google-chrome');
}

/** Folder with `initdb` and `postgres`, newest first, null when there is none. POSTGRES_BIN names another; empty, it hides all. */
export function findPostgres() {
  if (process.env.POSTGRES_BIN !== undefined) return process.env.POSTGRES_BIN || null;
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folder = versions.map((version) => join(debian, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  const initdb = folder ? null : onPath('initdb');
  return folder ?? (initdb ? join(initdb, '..') : null);
}

/** Path of `Rscript`, null when R is not installed. */
export const findR = () => onPath('Rscript');
