import type { Terminal } from './command.ts';

const EVERY_MS = { terminal: 100, file: 2000 };

/**
 * A line on stderr that says how far a long job is: redrawn in place on a terminal, else a new line every two seconds.
 * Nothing is shown for what is done within the first interval.
 */
export function progressOn(terminal: Terminal) {
  const every = terminal.errIsTerminal ? EVERY_MS.terminal : EVERY_MS.file;
  let next = terminal.clock().getTime() + every;
  let shown = false;
  return {
    step(done: number, total: number, what: string): void {
      const now = terminal.clock().getTime();
      if (now < next || total === 0) return;
      next = now + every;
      shown = true;
      const line = `${what}: ${Math.floor((100 * done) / total)} %`;
      terminal.err(terminal.errIsTerminal ? `\r\u001b[K${line}` : `${line}\n`);
    },
    end(): void {
      if (shown && terminal.errIsTerminal) terminal.err('\r\u001b[K');
    },
  };
}
