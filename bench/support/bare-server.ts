/**
 * The least that a service could do: Hono and better-sqlite3, one transaction a request, prepared statements, nothing checked.
 * argv: PORT FILE SYNCHRONOUS. Says `ready` once it listens.
 */
import { serve } from '@hono/node-server';
import Database from 'better-sqlite3';
import { Hono } from 'hono';

const [, , port = '0', file = '', synchronous = 'FULL'] = process.argv;
const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma(`synchronous = ${synchronous}`);
db.exec(`
  CREATE TABLE IF NOT EXISTS drafts (member text PRIMARY KEY, version integer NOT NULL, body text NOT NULL, at integer NOT NULL);
  CREATE TABLE IF NOT EXISTS responses (key text PRIMARY KEY, member text NOT NULL, body text NOT NULL, at integer NOT NULL);
  CREATE TABLE IF NOT EXISTS sessions (token text PRIMARY KEY, member text NOT NULL, at integer NOT NULL);
  CREATE TABLE IF NOT EXISTS forms (form text PRIMARY KEY, body text NOT NULL);
`);
const save = db.prepare(
  'INSERT INTO drafts VALUES (?, 1, ?, ?) ON CONFLICT (member) DO UPDATE SET version = version + 1, body = excluded.body, at = excluded.at RETURNING version',
);
const submit = db.prepare('INSERT INTO responses VALUES (?, ?, ?, ?)');
const open = db.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)');
const form = db.prepare("SELECT body FROM forms WHERE form = 'form'");
db.prepare("INSERT OR REPLACE INTO forms VALUES ('form', ?)").run(
  JSON.stringify({ text: 'What is asked. '.repeat(1000) }),
);

const app = new Hono();
app.put('/draft/:member', async (c) =>
  c.json(save.get(c.req.param('member'), JSON.stringify(await c.req.json()), Date.now())),
);
app.post('/submission/:member', async (c) => {
  submit.run(c.req.header('idempotency-key'), c.req.param('member'), JSON.stringify(await c.req.json()), Date.now());
  return c.json({ submitted: new Date().toISOString() }, 201);
});
app.post('/session/:member', async (c) => {
  const { token } = await c.req.json<{ token: string }>();
  open.run(token, c.req.param('member'), Date.now());
  return c.json({ open: true });
});
app.get('/form', (c) => c.json(JSON.parse((form.get() as { body: string }).body)));
app.get('/page', (c) => c.html(`<!doctype html><title>Page</title><p>${(form.get() as { body: string }).body}</p>`));

serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' }, () => console.log('ready'));
