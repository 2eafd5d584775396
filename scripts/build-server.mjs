// Bundles the process (web/server.ts) to dist/server.js and puts beside it what it reads at run time: the migrations and the
// API reference's script. The pages are in dist/web already, built by web's own build.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const fromApi = createRequire(join(root, 'api/package.json'));

await build({
  // The process, and the threads in which it makes PDFs and backups, reads panels, freezes figures and writes exports.
  entryPoints: {
    server: join(root, 'web/server.ts'),
    'pdf-worker': join(root, 'api/pdf/worker.ts'),
    'backup-worker': join(root, 'api/operation/backup-worker.ts'),
    'heavy-worker': join(root, 'api/heavy/worker.ts'),
    'panel-worker': join(root, 'api/panels/worker.ts'),
  },
  outdir: dist,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
  // Native code can't be bundled: what is used of it is a dependency of the root, pg-native is not used.
  external: ['better-sqlite3', 'pg-native', '@napi-rs/canvas'],
  // CommonJS packages inside the bundle call require; the plain name would collide with theirs.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
});

rmSync(join(dist, 'migrations'), { recursive: true, force: true });
cpSync(join(root, 'db/migrations'), join(dist, 'migrations'), { recursive: true });
mkdirSync(join(dist, 'assets'), { recursive: true });
cpSync(fromApi.resolve('@scalar/api-reference/browser/standalone.js'), join(dist, 'assets/scalar.js'));
