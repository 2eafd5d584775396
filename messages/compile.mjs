// Compiles the words, unless that was done already. The languages are the files beside this one: a new file is a new language,
// and the settings follow.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

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

// The compiler writes thousands of files at once, and keeps quiet of those for which the system has no room left (1,024 open files
// are usual in containers).
const AT_ONCE = 200;
const faults = [];
const waiting = [];
let writing = 0;
async function writeFile(...what) {
  if (writing === AT_ONCE) await new Promise((resolve) => waiting.push(resolve));
  else writing += 1;
  try {
    await fs.promises.writeFile(...what);
  } catch (error) {
    faults.push(error);
  } finally {
    // The place goes to whoever has waited longest.
    const next = waiting.shift();
    if (next) next();
    else writing -= 1;
  }
}

await compile({
  project: join(here, 'project.inlang'),
  outdir: join(here, 'compiled'),
  strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
  emitTsDeclarations: true,
  fs: { ...fs, promises: { ...fs.promises, writeFile } },
});
if (faults[0]) throw faults[0];
writeFileSync(stamp, madeFrom);
