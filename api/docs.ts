import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import type { ApiEnv } from './context.ts';

const SCRIPT = '/api/docs/reference.js';

/** `/docs`: the API document as a page, by Scalar, whose script we serve ourselves. It calls nobody else. */
export const docs = new Hono<ApiEnv>()
  .get('/docs', (c) => {
    const nonce = randomBytes(16).toString('base64');
    c.header(
      'content-security-policy',
      `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; ` +
        `font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    return c.html(page(nonce));
  })
  .get('/docs/reference.js', async (c) =>
    c.body(await readFile(scriptFile()), 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=86400',
    }),
  );

const page = (nonce: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Rapport API</title></head>
<body>
<div id="reference"></div>
<script src="${SCRIPT}" nonce="${nonce}"></script>
<script nonce="${nonce}">
Scalar.createApiReference('#reference', {
  url: '/api/openapi.json', withDefaultFonts: false, telemetry: false, agent: { disabled: true },
});
</script>
</body>
</html>
`;

/** Beside the bundle where the build put it, else in the package. */
function scriptFile(): string {
  const shipped = fileURLToPath(new URL('./assets/scalar.js', import.meta.url));
  if (existsSync(shipped)) return shipped;
  return createRequire(import.meta.url).resolve('@scalar/api-reference/browser/standalone.js');
}
