// What a phone fetches before the survey's first question is there, from the build and without a browser: fails above the limits.
// The browser's own count is tests/member/first-view.test.ts.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROUTE = '/s/(member)/part/[part]';
/** The question of the first view; the other kinds of step are fetched once it is answered. */
const FIRST_STEP = 'ItemsStep.svelte';
const MOST_JAVASCRIPT = 60_000;
const MOST_TRANSFERRED = 100_000;
/** For the page itself, compressed, and the replies' headers, which no build knows: 8 kB for a network of 14 agencies. */
const DOCUMENT = 10_000;

const output = join(dirname(dirname(fileURLToPath(import.meta.url))), 'web/.svelte-kit/output');
if (!existsSync(join(output, 'client/.vite/manifest.json'))) {
  console.error('survey-size: build first (pnpm build)');
  process.exit(1);
}
const chunks = JSON.parse(readFileSync(join(output, 'client/.vite/manifest.json'), 'utf8'));
const { manifest } = await import(pathToFileURL(join(output, 'server/manifest.js')).href);

const route = manifest._.routes.find(({ id }) => id === ROUTE);
if (!route) throw new Error(`there is no route ${ROUTE}`);
// Kit's client takes the first two, the root's layout and error page, whatever the route.
const nodes = [0, 1, ...route.page.layouts, route.page.leaf].filter((node) => node !== undefined);
const entries = [
  /runtime\/client\/entry\.js$/,
  /client-optimized\/app\.js$/,
  new RegExp(`/${FIRST_STEP}$`),
  ...nodes.map((node) => new RegExp(`client-optimized/nodes/${node}\\.js$`)),
];

const fetched = new Set();
const take = (key) => {
  const { file, css = [], imports = [], dynamicImports = [] } = chunks[key];
  if (fetched.has(file)) return;
  for (const one of [file, ...css]) fetched.add(one);
  imports.forEach(take);
  // Kit puts the styles of what a page may import later into its head; the app itself may import every page.
  if (key.endsWith('/app.js')) return;
  for (const later of dynamicImports) for (const one of chunks[later].css ?? []) fetched.add(one);
};
for (const entry of entries) {
  const [key] = Object.keys(chunks).filter((name) => entry.test(name));
  // The first step shares the chunk of the page where the grouping puts it there.
  if (key) take(key);
  else if (!entry.source.includes(FIRST_STEP)) throw new Error(`no chunk is made of ${entry.source}`);
}

const sizes = [...fetched]
  .map((file) => ({ file, bytes: gzipSync(readFileSync(join(output, 'client', file))).length }))
  .sort((a, b) => b.bytes - a.bytes);
const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0);
const javascript = sum(sizes.filter(({ file }) => file.endsWith('.js')));
const transferred = sum(sizes) + DOCUMENT;
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

if (process.argv.includes('--list')) for (const { file, bytes } of sizes) console.log(kB(bytes).padStart(9), file);
console.log(
  `JavaScript of the survey page: ${kB(javascript)} gzip of ${kB(MOST_JAVASCRIPT)}, in ${sizes.length} files`,
);
console.log(`first view, with ${kB(DOCUMENT)} for the page itself: ${kB(transferred)} of ${kB(MOST_TRANSFERRED)}`);
process.exit(javascript <= MOST_JAVASCRIPT && transferred <= MOST_TRANSFERRED ? 0 : 1);
