import { redirect } from '@sveltejs/kit';

/** Keeps pages for leads to those who lead the network: others go to its overview. The API refuses their writes anyway. */
export function leadsOnly(parent: { network: { slug: string; roles: readonly string[] } }): void {
  if (!parent.network.roles.includes('lead')) redirect(303, `/networks/${parent.network.slug}`);
}
