import { serve } from '@rapport/api/serve';
import type { Pages } from '@rapport/api/http-server';

// The process: the API and the pages behind one port. Built to dist/server.js, with the pages in dist/web.
const handlerFile = new URL('./web/handler.js', import.meta.url).href;

// Pages take files as large as the API does (api/body.ts), with room for the rest of the form.
const LARGEST_FORM = '5M';

async function pages(): Promise<Pages> {
  process.env.BODY_SIZE_LIMIT ??= LARGEST_FORM;
  // adapter-node's own export.
  const { handler } = (await import(handlerFile)) as { handler: Pages };
  return handler;
}

try {
  const served = await serve({ environment: process.env, pages, print: (text) => process.stdout.write(text) });
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    served.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(signal, error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  const known =
    error instanceof Error &&
    ['ConfigError', 'DatabaseUnavailable', 'DatabaseNewer', 'UnfinishedCopy'].includes(error.name);
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (known || inUse) console.error(`Rapport could not start.\n${error.message}`);
  else console.error('Rapport could not start.', error);
  process.exit(1);
}
