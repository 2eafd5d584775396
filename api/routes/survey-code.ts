import { randomUUID } from 'node:crypto';
import { tryAccessCode } from '@rapport/db/access-codes';
import { queueJobs } from '@rapport/db/jobs';
import { getMember } from '@rapport/db/members';
import { z } from 'zod';
import { router } from '../context.ts';
import { CODE_MAIL, CODE_MINUTES, codeHash } from '../mail/deliver.ts';
import { InvalidValues, NoMail, TooSoon } from '../problems.ts';
import { route } from '../route.ts';
import { body, gone, json } from './parts.ts';

const tags = ['survey'];
/** One code for a member in this time, whoever asks: enough to try again, too slow to guess or to pester. */
const PAUSE_MS = 5 * 60_000;

const sendRoute = route('member', {
  method: 'post',
  path: '/survey/code',
  summary: 'Mails the member a code that lets this device, which has a handed-on link, read earlier answers',
  tags,
  responses: {
    202: json(z.object({ minutes: z.int() }), 'On its way; how long it is valid. 429 within five minutes of another'),
  },
});
const confirmRoute = route('member', {
  method: 'post',
  path: '/survey/code/confirmation',
  summary: 'Enters the mailed code; five tries for each',
  tags,
  request: { body: body(z.object({ code: z.string().max(40) })) },
  responses: gone,
});

export const surveyCode = router()
  .openapi(sendRoute, async (c) => {
    const { db, clock, mailer, member: session } = c.var;
    const { network, wave, member, tokenHash } = session;
    const { email } = await getMember(db, network, member);
    if (!mailer || email === null) throw new NoMail('No code can be mailed to this member.');
    const now = clock();
    const slot = Math.floor(now.getTime() / PAUSE_MS);
    const queued = await queueJobs(
      db,
      [
        {
          job: randomUUID(),
          kind: CODE_MAIL,
          payload: { session: tokenHash },
          runAt: now,
          ...{ network, wave, member },
          uniqueKey: JSON.stringify([CODE_MAIL, network, member, slot]),
        },
      ],
      now,
    );
    const wait = Math.ceil(((slot + 1) * PAUSE_MS - now.getTime()) / 1000);
    if (queued === 0) throw new TooSoon('A code was mailed a moment ago.', {}, { 'retry-after': String(wait) });
    return c.json({ minutes: CODE_MINUTES }, 202);
  })
  .openapi(confirmRoute, async (c) => {
    const { db, clock, secret, member: session } = c.var;
    const code = c.req.valid('json').code.replace(/\D/g, '');
    if (!(await tryAccessCode(db, session, codeHash(secret, session.tokenHash, code), clock())))
      throw new InvalidValues([{ path: 'code', message: 'is not right, or no longer valid', code: 'wrong-code' }]);
    return c.body(null, 204);
  });
