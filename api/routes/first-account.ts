import { countAccounts } from '@rapport/db/accounts';
import { recordAudit, SYSTEM_CHAIN } from '@rapport/db/audit';
import { z } from 'zod';
import type { Services } from '../context.ts';
import { router } from '../context.ts';
import { NotFound } from '../problems.ts';
import { route } from '../route.ts';
import { firstAccountSchema } from '../schemas/accounts.ts';
import { body, gone, json } from './parts.ts';

const tags = ['sign-in'];

const showRoute = route('anyone', {
  method: 'get',
  path: '/first-account/{token}',
  summary: 'Whether the link that the start printed may still make the first account; 404 when not',
  tags,
  request: { params: z.object({ token: z.string().min(1).max(200) }) },
  responses: gone,
});
const makeRoute = route('anyone', {
  method: 'post',
  path: '/first-account',
  summary: 'Makes the first account, with the token of the link that the start printed; it may add the first network',
  tags,
  request: { body: body(firstAccountSchema) },
  responses: { 201: json(z.object({ email: z.string() }), 'Made; sign in with it') },
});

export const firstAccount = router()
  .openapi(showRoute, async (c) => {
    await checkToken(c.var, c.req.valid('param').token);
    return c.body(null, 204);
  })
  .openapi(makeRoute, async (c) => {
    const { db, auth, clock } = c.var;
    const { token, name, email, password, language } = c.req.valid('json');
    await checkToken(c.var, token);
    if (!(await auth.useSetUpToken(token))) throw new NotFound(GONE);
    const made = await auth.createAccount({ name, email, password, ...(language && { language }) });
    await recordAudit(
      db,
      SYSTEM_CHAIN,
      { action: 'account.first', subject: made },
      { actor: 'operator', now: clock() },
    );
    return c.json({ email: email.toLowerCase() }, 201);
  });

const GONE = 'This link was used, or is too old. The next start prints another while there is no account.';

async function checkToken({ db, auth }: Pick<Services, 'db' | 'auth'>, token: string): Promise<void> {
  if ((await countAccounts(db)) > 0 || !(await auth.isSetUpToken(token))) throw new NotFound(GONE);
}
