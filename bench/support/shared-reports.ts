import { printedLink, type RunningServer } from '../../tests/support/server.ts';

/** Publishes reports of the demo's last wave and shares each; gives their addresses in the API. */
export async function openShared(server: RunningServer, count: number): Promise<string[]> {
  const signedIn = await fetch(printedLink(server, '/api/auth/'), { redirect: 'manual' });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const at = `${server.origin}/api/networks/marram-bay`;
  const call = async (path: string, json?: object): Promise<Record<string, unknown>> => {
    const reply = await fetch(`${at}/${path}`, {
      headers: { cookie, origin: server.origin, 'content-type': 'application/json' },
      ...(json ? { method: 'POST', body: JSON.stringify(json) } : {}),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as Record<string, unknown>;
  };
  const { reports } = (await call('reports')) as { reports: { wave: string }[] };
  const addresses: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const { report } = await call('reports', { wave: reports[0]?.wave, summary: `No. ${i}` });
    const { url } = await call(`reports/${String(report)}/shares`, {});
    addresses.push(String(url).replace('/r/', '/api/reports/'));
  }
  return addresses;
}
