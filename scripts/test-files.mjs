// Which tests stand on what: those from which imports lead to the one module that gives it.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const IMPORTED = /from '((?:\.{1,2}|@rapport)\/[^']+)'/g;

/** Paths of the `.ts` files below a folder. */
const sources = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });

function importsOf(file) {
  const specifiers = [...readFileSync(file, 'utf8').matchAll(IMPORTED)].map(([, specifier]) => specifier);
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? resolve(dirname(file), specifier) : resolve(`${specifier.replace('@rapport/', '')}.ts`),
  );
}

function testsThatLeadTo(module, folders) {
  const files = folders.flatMap(sources).map((path) => ({ path, at: resolve(path), imports: importsOf(path) }));
  const leading = new Set([resolve(module)]);
  for (let before = 0; before < leading.size;) {
    before = leading.size;
    for (const { at, imports } of files) if (imports.some((path) => leading.has(path))) leading.add(at);
  }
  return files.filter(({ path, at }) => isTest(path) && leading.has(at)).map(({ path }) => path);
}

const isTest = (path) => path.endsWith('.test.ts');

/** Paths of the test files below these folders, from the repository's root. */
export const testFiles = (...folders) => folders.flatMap(sources).filter(isTest);

/** Paths of the test files that need a browser, from the repository's root. */
export const browserTests = () => testsThatLeadTo('tests/support/browser.ts', ['tests']);

/** Paths of the test files that open a database of the engine under test, from the repository's root. */
export const databaseTests = () => testsThatLeadTo('db/testing/test-database.ts', ['db', 'api', 'tests']);
