import { randomBytes, randomUUID } from 'node:crypto';
import type { SurveyForm } from '@rapport/api/schemas/survey';
import type { RequestEvent } from '@sveltejs/kit';
import { uneval } from 'devalue';
import { describePrevious } from '$lib/survey/describe-form';
import { describeSurvey, ownerOf } from '$lib/survey/server/load-survey';
import { compressed, takesGzip } from './compressed';
import { ownApi } from './own-api';
import { cutUp, fill, fillCompressed, type PageWithGaps } from './page-with-gaps';

/**
 * On the Monday on which a quarter opens, hundreds of members open the same first pages, which differ by who is asked in a few words
 * that nobody reads. To make a page takes ten times as long as to fill those in. So a page is kept by all that it is made of, and what
 * is a member's own is kept from its making: what stands in for it is replaced in the page that was made.
 */
interface SharedPage {
  page: PageWithGaps;
  headers: [string, string][];
}

/** At most; some 100 kB each. */
const KEPT = 100;
const kept = new Map<string, SharedPage>();

const OWNER = randomUUID();
const SUBMISSION_KEY = randomUUID();
const PREVIOUS = randomUUID();
// As Kit writes a page's data.
const STAND_INS = { owner: uneval(OWNER), submissionKey: SUBMISSION_KEY, previous: uneval({ [PREVIOUS]: {} }) };

/** Parts that show nothing but what is asked. */
const isFirstPage = ({ url, isDataRequest }: RequestEvent): boolean =>
  !isDataRequest && url.search === '' && /^\/s(\/part\/\d+)?$/.test(url.pathname);

/** Nothing answered, nothing sent. */
const isUntouched = ({ draft, submitted }: SurveyForm): boolean => draft.version === 0 && submitted === null;

/** A page of the survey that `render` makes, or one made before for others who are asked the same. */
export async function surveyPage(event: RequestEvent, render: () => Promise<Response>): Promise<Response> {
  const form = await readForm(event);
  if (form && isFirstPage(event) && isUntouched(form)) return firstPage(event, form, render);
  event.locals.survey = form && describeSurvey(form, event.locals.locale);
  return compressed(event.request, await render());
}

/** Undefined where it can't be had: the page then asks in the usual way, and tells why. */
async function readForm({ request }: RequestEvent): Promise<SurveyForm | undefined> {
  try {
    return (await ownApi()?.surveyForm(request.headers.get('cookie') ?? undefined)) ?? undefined;
  } catch {
    return undefined;
  }
}

async function firstPage(event: RequestEvent, form: SurveyForm, render: () => Promise<Response>): Promise<Response> {
  const { previous, partnersBefore } = describePrevious(form);
  const common: SurveyForm = { ...form, previousTies: {}, member: NOBODY };
  const key = JSON.stringify([event.url.origin, event.url.pathname, event.locals.locale, partnersBefore, common]);
  const shared = kept.get(key) ?? (await makeShared(event, { common, partnersBefore }, render));
  if (shared instanceof Response) return shared;
  keep(key, shared);
  const nonce = randomBytes(16).toString('base64');
  const fillings = {
    nonce,
    owner: uneval(ownerOf(form)),
    submissionKey: randomUUID(),
    previous: uneval(previous),
  };
  const headers = new Headers(withNonce(shared.headers, NONCE, nonce));
  if (!takesGzip(event.request)) return new Response(new Uint8Array(fill(shared.page, fillings)), { headers });
  headers.set('content-encoding', 'gzip');
  headers.append('vary', 'Accept-Encoding');
  return new Response(new Uint8Array(fillCompressed(shared.page, fillings)), { headers });
}

const NOBODY: SurveyForm['member'] = { member: '', organisation: '', name: null, language: null };
const NONCE = '{nonce}';
const withNonce = (headers: [string, string][], from: string, to: string) =>
  headers.map(([name, value]): [string, string] => [name, value.replaceAll(from, to)]);

/** The page without what is a member's own; as it came where it is no page. */
async function makeShared(
  { locals }: RequestEvent,
  { common, partnersBefore }: { common: SurveyForm; partnersBefore: number },
  render: () => Promise<Response>,
): Promise<SharedPage | Response> {
  const survey = describeSurvey(common, locals.locale);
  const form = { ...survey.form, previous: { [PREVIOUS]: {} }, partnersBefore };
  locals.survey = { ...survey, form, owner: OWNER, submissionKey: SUBMISSION_KEY };
  const response = await render();
  const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1];
  if (response.status !== 200 || nonce === undefined) return response;
  const page = cutUp(await response.text(), { ...STAND_INS, nonce });
  const hasStrayed = page.pieces.some(({ plain }) => [OWNER, PREVIOUS].some((standIn) => plain.includes(standIn)));
  if (hasStrayed) throw new Error('what stands in for a member’s own was found where it cannot be filled in');
  const headers = [...response.headers].filter(([name]) => name !== 'etag' && name !== 'content-length');
  return { page, headers: withNonce(headers, nonce, NONCE) };
}

/** The latest asked for stay. */
function keep(key: string, page: SharedPage): void {
  kept.delete(key);
  kept.set(key, page);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
