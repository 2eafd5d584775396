import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { isReservedSlug } from '@rapport/surveys/reserved-slugs';
import { fail, redirect } from '@sveltejs/kit';
import { api } from '$lib/api';
import { attempt, textsOf, type FormProblem } from '$lib/workspace/server/attempt';
import { timeZones } from '$lib/workspace/server/zones';
import { slugOf } from '$lib/workspace/slug';
import { loadMayAdd } from './may-add';
import type { Actions, PageServerLoad } from './$types';

/** Where the network most likely is, until the browser says otherwise. */
const LIKELY_ZONE: Record<string, string> = { id: 'Asia/Jakarta', en: 'Europe/London' };

export const load: PageServerLoad = async (event) => ({
  ...(await loadMayAdd(event)),
  zones: timeZones(),
  likely: { timezone: LIKELY_ZONE[event.locals.locale] ?? 'Etc/UTC', locale: event.locals.locale },
});

export const actions: Actions = {
  default: async ({ fetch, request }) => {
    const {
      name,
      slug: typed,
      timezone,
      locale,
    } = textsOf(await request.formData(), ['name', 'slug', 'timezone', 'locale']);
    const slug = typed || slugOf(name);
    const values = { name, slug, timezone, locale };
    if (isReservedSlug(slug)) {
      const message = m.network_slug_reserved({ slug });
      const problem: FormProblem = { message, fields: { slug: message } };
      return fail(422, { values, problem });
    }
    const { done, problem, status } = {
      status: 422,
      ...(await attempt(ok(api(fetch).networks.$post({ json: values })), {
        field: 'slug',
        message: m.network_slug_taken({ slug }),
      })),
    };
    if (problem) return fail(status, { values, problem });
    redirect(303, `/networks/${done.slug}/setup/people`);
  },
};
