import { sha256 } from '@rapport/db/fingerprint';
import { openInvitation } from '@rapport/db/invitations';
import { saveDraft } from '@rapport/db/drafts';
import { getMember } from '@rapport/db/members';
import { getNetwork } from '@rapport/db/networks';
import { submitResponse } from '@rapport/db/responses';
import { readAsked } from '@rapport/db/survey';
import { closingInstant, waveState } from '@rapport/db/wave-state';
import { getWave } from '@rapport/db/waves';
import { submissionSchema } from '@rapport/surveys/answers';
import { z } from 'zod';
import { router } from '../context.ts';
import { openToken } from '../limits.ts';
import { InvalidValues, MalformedRequest, NotFound, PreconditionNeeded } from '../problems.ts';
import { ownResults } from '../own-results.ts';
import { route } from '../route.ts';
import { instantSchema } from '../schemas/rows.ts';
import { draftSchema, mineSchema, surveyFormSchema } from '../schemas/survey.ts';
import { heldSession, startMemberSession } from '../sessions.ts';
import { openForm, submissionFaultsIn } from '../survey-form.ts';
import { body, json } from './parts.ts';

const tags = ['survey'];
const LONGEST_KEY = 200;

const sessionRoute = route('anyone', {
  method: 'post',
  path: '/survey/session',
  summary: 'Exchanges the token of an invitation for a cookie; the invitation stays valid',
  tags,
  request: {
    body: body(
      z.object({
        token: z.string().min(1).max(200),
        /** The page behind a link, which mail scanners fetch too: the invitation counts as opened once the form is read. */
        unread: z.boolean().optional(),
      }),
    ),
  },
  responses: {
    200: json(
      z.object({
        network: z.string(),
        wave: z.string(),
        handedOn: z.boolean(),
        /** The member's own, where one is known: what pages begin in. */
        language: z.string().nullable(),
        expires: instantSchema,
      }),
      'The cookie is set. A known token of a closed wave gets 410 with `closes`, any other 404',
    ),
  },
});
const formRoute = route('member', {
  method: 'get',
  path: '/survey',
  summary: 'The form: what is asked, whom to rate, the draft',
  tags,
  responses: { 200: json(surveyFormSchema, 'The form of the member’s wave') },
});
const draftRoute = route('member', {
  method: 'put',
  path: '/survey/draft',
  summary: 'Saves the draft over the version named in If-Match ("0" for the first); 412 when another device was faster',
  tags,
  request: {
    headers: z.object({ 'if-match': z.string().max(40).optional() }),
    body: body(draftSchema),
  },
  responses: { 200: json(z.object({ version: z.int() }), 'Saved; ETag has the version too') },
});
const submissionRoute = route('member', {
  method: 'post',
  path: '/survey/submission',
  summary: 'Hands the answers in; the same Idempotency-Key again gives the first reply',
  tags,
  request: {
    headers: z.object({ 'idempotency-key': z.string().max(LONGEST_KEY).optional() }),
    body: body(submissionSchema),
  },
  responses: {
    201: json(z.object({ submitted: instantSchema }), 'Stored, and on disk. A new key before the close replaces it'),
  },
});
const mineRoute = route('member', {
  method: 'get',
  path: '/survey/mine',
  summary: 'One’s own scores over time beside what the network was shown',
  tags,
  responses: { 200: json(mineSchema, 'Empty on a link that passed through a lead’s hands') },
});

export const survey = router()
  .openapi(sessionRoute, async (c) => {
    const { db, clock } = c.var;
    const { token, unread } = c.req.valid('json');
    const invitation = await openToken(c, () => openInvitation(db, sha256(token), clock(), { unread }));
    const { network, wave, member, handedOn } = invitation;
    const [{ timezone }, dates, { language }] = await Promise.all([
      getNetwork(db, network),
      getWave(db, network, wave),
      getMember(db, network, member),
    ]);
    if (waveState(dates, timezone, clock()) === 'upcoming')
      throw new NotFound('This survey has not opened yet.', { opens: dates.opens });
    const { expiresAt } =
      (await heldSession(c, invitation)) ?? (await startMemberSession(c, invitation, closingInstant(dates, timezone)));
    return c.json({ network, wave, handedOn, language, expires: expiresAt.toISOString() }, 200);
  })
  .openapi(formRoute, async (c) => c.json(await openForm(c.var, c.var.member), 200))
  .openapi(draftRoute, async (c) => {
    const { db, member, clock } = c.var;
    const seen = versionOf(c.req.valid('header')['if-match']);
    const version = await saveDraft(db, member, {
      seen,
      body: c.req.valid('json'),
      writtenBy: member.tokenHash,
      now: clock(),
    });
    c.header('ETag', `"${version}"`);
    return c.json({ version }, 200);
  })
  .openapi(submissionRoute, async (c) => {
    const { db, member, clock } = c.var;
    const key = c.req.valid('header')['idempotency-key'];
    if (!key) throw new MalformedRequest(`Send an Idempotency-Key of 1 to ${LONGEST_KEY} characters.`);
    const submission = c.req.valid('json');
    const { instrument, organisations } = await readAsked(db, member);
    const faults = submissionFaultsIn(submission, { instrument, organisations });
    if (faults.length > 0) throw new InvalidValues(faults);
    return c.json(await submitResponse(db, member, submission, { instrument, key, now: clock() }), 201);
  })
  .openapi(mineRoute, async (c) => c.json(await ownResults(c.var, c.var.member), 200));

function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw new PreconditionNeeded('Send If-Match with the version of the draft that was seen.');
  const [, digits] = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch) ?? [];
  if (digits === undefined) throw new MalformedRequest('If-Match is a draft version in quotation marks, such as "3".');
  return Number(digits);
}
