import { printedLink, type RunningServer } from './server.ts';

export interface Person {
  name: string;
  email: string;
  password: string;
}

/** One call to the API as our own pages make it. */
export const call = (server: RunningServer, path: string, json: object, cookie = ''): Promise<Response> =>
  fetch(`${server.origin}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.origin, cookie },
    body: JSON.stringify(json),
  });

/** The session of an account, as a browser sends it back. */
export async function signedIn(server: RunningServer, { email, password }: Person): Promise<string> {
  const [cookie = ''] = (await call(server, 'auth/sign-in/email', { email, password })).headers.getSetCookie();
  return cookie.split(';')[0] ?? '';
}

/** Makes the first account of an empty program by the link that it printed, and signs in. */
export async function makeFirstAccount(server: RunningServer, person: Person): Promise<string> {
  const token = new URL(printedLink(server, '/sign-in/first/')).pathname.split('/').at(-1);
  const made = await call(server, 'first-account', { token, ...person });
  if (made.status !== 201) throw new Error(`the first account was not made: ${await made.text()}`);
  return signedIn(server, person);
}
