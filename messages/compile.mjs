// Compiles the words, unless that was done already. The languages are the files beside this one: a new file is a new language,
// and the settings follow.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const settingsFile = join(here, 'project.inlang/settings.json');
const settings = readFileSync(settingsFile, 'utf8');
const { baseLocale } = JSON.parse(settings);

const found = readdirSync(here)
  .filter((name) => name.endsWith('.json') && name !== 'package.json')
  .map((name) => name.slice(0, -'.json'.length));
const locales = [baseLocale, ...found.filter((tag) => tag !== baseLocale).sort()];
const list = locales.map((tag) => JSON.stringify(tag)).join(', ');
const follows = settings.replace(/"locales": \[[^\]]*\]/, `"locales": [${list}]`);
if (follows !== settings) writeFileSync(settingsFile, follows);

// What the compiled words are made of, the compiler's version in the lockfile among it. Noted last: what is half done
// counts as not done.
const sources = [
  ...locales.map((tag) => `${tag}.json`),
  'project.inlang/settings.json',
  'compile.mjs',
  '../pnpm-lock.yaml',
];
const made = createHash('sha256');
for (const path of sources)
  made
    .update(`${path}\0`)
    .update(readFileSync(join(here, path)))
    .update('\0');
const madeFrom = made.digest('hex');
const stamp = join(here, 'compiled/made-from');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === madeFrom) process.exit(0);
rmSync(stamp, { force: true });

const { status } = spawnSync(
  'paraglide-js',
  [
    ...['compile', '--project', './project.inlang', '--outdir', './compiled'],
    ...['--strategy', 'cookie', 'preferredLanguage', 'baseLocale', '--emit-ts-declarations', '--silent'],
  ],
  { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' },
);
if (status !== 0) process.exit(status ?? 1);
writeFileSync(stamp, madeFrom);
