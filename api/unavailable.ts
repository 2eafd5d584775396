import type { IncomingMessage, ServerResponse } from 'node:http';

/** A start takes about this long. */
const SECONDS = 2;

/** The reply while the service starts or stops: to be asked again, which a browser that reads a page does by itself. */
export function unavailable(request: IncomingMessage, response: ServerResponse): void {
  const asPage = request.headers.accept?.includes('text/html') && !/^\/api(\/|\?|$)/.test(request.url ?? '');
  const again = request.method === 'GET' || request.method === 'HEAD';
  // What is sent on the way is read to its end, so that the sender hears the reply in place of a reset.
  request.resume();
  response.writeHead(503, {
    'content-type': asPage ? 'text/html; charset=utf-8' : 'application/problem+json',
    'retry-after': String(SECONDS),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(asPage ? page(again) : JSON.stringify(PROBLEM));
}

const PROBLEM = {
  type: 'urn:rapport:problem:unavailable',
  title: 'Please try again in a moment',
  status: 503,
};

// The messages package is the pages'; here neither the language nor anything else is loaded yet.
const page = (again: boolean): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${again ? `<meta http-equiv="refresh" content="${SECONDS}">` : ''}
<title>Rapport</title>
<style>
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1rem; color-scheme: light dark }
</style>
<h1>One moment</h1>
<p>Rapport is starting. ${again ? 'This page loads again by itself.' : 'Nothing was sent: go back and send it again.'}</p>
<h1 lang="id">Tunggu sebentar</h1>
<p lang="id">Rapport sedang dimulai. ${again ? 'Halaman ini akan dimuat ulang sendiri.' : 'Belum ada yang terkirim: kembali dan kirim sekali lagi.'}</p>
</html>
`;
