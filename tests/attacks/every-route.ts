import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const routes = fileURLToPath(new URL('../../web/src/routes/', import.meta.url));

/**
 * The address of every page that there is, from the folders of the pages themselves, so that a new page is among them.
 * `values` are what stands for a parameter, one address for each. Throws for a parameter that nobody has named.
 */
export function everyRoute(values: Readonly<Record<string, readonly string[]>>): string[] {
  const pages = readdirSync(routes, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('+page.svelte'))
    .map((file) =>
      `/${file.replace(/\/?\+page\.svelte$/, '').replaceAll(/\([^)]+\)\/?/g, '')}`.replace(/(.)\/$/, '$1'),
    );
  return pages.flatMap((page) => filledIn(page, values)).sort();
}

function filledIn(page: string, values: Readonly<Record<string, readonly string[]>>): string[] {
  const [parameter, name = ''] = /\[(\w+)(?:=\w+)?\]/.exec(page) ?? [];
  if (parameter === undefined) return [page];
  const known = values[name];
  if (!known) throw new Error(`${page} has a parameter "${name}" that this test has no value for`);
  return known.flatMap((value) => filledIn(page.replace(parameter, encodeURIComponent(value)), values));
}
