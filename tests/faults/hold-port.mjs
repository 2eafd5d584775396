// For a test: a service manager in a few lines. Holds a port, and runs the server at argv[2] on it again whenever it has
// ended (sd_listen_fds(3)), until a file at argv[3] is there. Waiting for a child blocks this process, so it accepts nothing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

const [, , server, end] = process.argv;
const listener = createServer().listen(Number(process.env.PORT), '127.0.0.1', () => {
  const { fd } = listener._handle;
  while (!existsSync(end))
    spawnSync('/bin/sh', ['-c', 'echo "pid $$"; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$1"', process.execPath, server], {
      stdio: ['ignore', 'inherit', 'inherit', fd],
    });
  process.exit(0);
});
