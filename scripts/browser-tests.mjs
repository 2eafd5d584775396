// Which tests open a browser: those from which relative imports lead to the one module that launches it.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const LAUNCHES = resolve('tests/support/browser.ts');

function leadsToBrowser(file, seen) {
  if (file === LAUNCHES) return true;
  if (seen.has(file)) return false;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/from '(\.{1,2}\/[^']+\.ts)'/g);
  return [...imports].some(([, path]) => leadsToBrowser(resolve(dirname(file), path), seen));
}

/** Paths of the test files that need a browser, from the repository's root. */
export function browserTests() {
  return readdirSync('tests', { recursive: true })
    .map((path) => join('tests', String(path)))
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .filter((path) => leadsToBrowser(resolve(path), new Set()));
}
