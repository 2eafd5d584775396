// `pnpm bench NAME` runs bench/NAME.ts; without a name it lists what there is, by the first line of each.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bench');
const [name, ...args] = process.argv.slice(2);
const file = join(folder, `${name}.ts`);

if (name !== undefined && /^[\w-]+$/.test(name) && existsSync(file)) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  const benches = readdirSync(folder)
    .filter((entry) => entry.endsWith('.ts') && readFileSync(join(folder, entry), 'utf8').startsWith('/**'))
    .map((entry) => {
      const [, first = ''] = /^\/\*\*\s*\*?\s*(.*)/.exec(readFileSync(join(folder, entry), 'utf8')) ?? [];
      return `  ${entry.replace(/\.ts$/, '').padEnd(26)} ${first}`;
    });
  console.log(`usage: pnpm bench NAME\n\n${benches.join('\n')}`);
  if (name !== undefined) process.exitCode = 2;
}
