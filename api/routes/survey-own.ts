import { readOwnRecord } from '@rapport/db/own-record';
import { recordConsent, withdrawResponse } from '@rapport/db/responses';
import { z } from 'zod';
import { router } from '../context.ts';
import { erasePerson } from '../operation/erase-person.ts';
import { ownRecordCsv } from '../own-record-csv.ts';
import { NotAllowed } from '../problems.ts';
import { noteOwnRecord } from '../note-view.ts';
import { route } from '../route.ts';
import type { MemberSession } from '../sessions.ts';
import { body, byMember, gone } from './parts.ts';

const tags = ['survey'];

const consentRoute = route('member', {
  method: 'post',
  path: '/survey/consent',
  summary: 'Records that the member agreed to a version of the text on who sees what; the first time counts',
  tags,
  request: { body: body(z.object({ textVersion: z.string().min(1).max(64), language: z.string().min(2).max(35) })) },
  responses: gone,
});
const withdrawRoute = route('member', {
  method: 'delete',
  path: '/survey/submission',
  summary: 'Takes the submission of this wave back, with its draft',
  tags,
  responses: gone,
});
const recordRoute = route('member', {
  method: 'get',
  path: '/survey/mine/record',
  summary: 'All that is stored about the member, to take along',
  tags,
  request: { query: z.object({ format: z.enum(['json', 'csv']).default('json') }) },
  responses: {
    200: {
      description: 'A file: everything as JSON, or the responses as CSV',
      content: { 'application/json': { schema: z.looseObject({}) }, 'text/csv': { schema: z.string() } },
    },
  },
});
const eraseRoute = route('member', {
  method: 'delete',
  path: '/survey/mine',
  summary: 'Erases the member: answers, drafts, name, address; the membership ends today',
  tags,
  responses: gone,
});

/** Whoever holds a link that passed through other hands may not see, take back or erase what was answered before. */
function mustBeOwnLink({ handedOn }: MemberSession): void {
  if (handedOn) throw new NotAllowed('This link came through other hands. Use the one that was mailed to you.');
}

export const surveyOwn = router()
  .openapi(consentRoute, async (c) => {
    await recordConsent(c.var.db, c.var.member, { ...c.req.valid('json'), now: c.var.clock() });
    return c.body(null, 204);
  })
  .openapi(withdrawRoute, async (c) => {
    const { db, member } = c.var;
    mustBeOwnLink(member);
    await withdrawResponse(db, member, await byMember(c, member.network, member.member));
    return c.body(null, 204);
  })
  .openapi(recordRoute, async (c) => {
    const { db, member } = c.var;
    mustBeOwnLink(member);
    const record = await readOwnRecord(db, member.network, member.member);
    const { format } = c.req.valid('query');
    await noteOwnRecord(c, format);
    c.header('content-disposition', `attachment; filename="my-answers.${format}"`);
    if (format === 'json') return c.json({ network: member.network, ...record }, 200);
    c.header('content-type', 'text/csv; charset=utf-8');
    return c.body(ownRecordCsv(record), 200);
  })
  .openapi(eraseRoute, async (c) => {
    const { member } = c.var;
    mustBeOwnLink(member);
    await erasePerson(c.var, member.network, member.member, await byMember(c, member.network, member.member));
    return c.body(null, 204);
  });
