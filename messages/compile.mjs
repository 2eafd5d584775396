// Compiles the words. The languages are the files beside this one: a new file is a new language, and the settings follow.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

const { status } = spawnSync(
  'paraglide-js',
  [
    ...['compile', '--project', './project.inlang', '--outdir', './compiled'],
    ...['--strategy', 'cookie', 'preferredLanguage', 'baseLocale', '--emit-ts-declarations', '--silent'],
  ],
  { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' },
);
process.exit(status ?? 1);
