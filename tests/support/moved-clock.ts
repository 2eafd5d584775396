import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningServer } from './server.ts';

const DAY_MS = 86_400_000;
const preload = new URL('./moved-clock.mjs', import.meta.url).href;

/** A clock that a server is started with and that the test moves on, for stories that take months. */
export function movedClock(folder: string) {
  const file = join(folder, 'moved-clock');
  let days = 0;
  writeFileSync(file, '0');
  return {
    env: {
      MOVED_CLOCK: file,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${fileURLToPath(preload)}`.trim(),
    },
    /** Moves the server's clock on to a day, at this time of it. */
    async passTo(server: RunningServer, day: string): Promise<void> {
      days = Math.round((Date.parse(day) - Date.parse(new Date().toISOString().slice(0, 10))) / DAY_MS);
      writeFileSync(file, String(days * DAY_MS));
      server.process.kill('SIGUSR2');
      for (const late = Date.now() + 10_000; Date.now() < late;) {
        if (server.output().includes(`moved by ${days * DAY_MS} ms`)) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error('the server did not take the new time');
    },
  };
}
