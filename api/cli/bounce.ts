import { readDeliveryReport } from '../mail/delivery-report.ts';
import { takeReport, type Taken } from '../mail/take-report.ts';
import { InputFault, parseCommand, type Command } from './command.ts';
import { withStore } from './store.ts';

const IGNORED: Record<Extract<Taken, { ignored: string }>['ignored'], string> = {
  'no-message-id': 'the report does not say which mail came back',
  'unknown-mail': 'the mail is none of ours, or its member or wave is gone',
  'not-failed': 'nothing has failed for good yet',
  'other-address': 'the address is not the member’s, or no longer',
  known: 'this has been noted before',
};

export const bounceCommand: Command = {
  summary: 'takes a mail that came back, on stdin',
  help: `usage: rapport bounce < MAIL

Reads a delivery report (RFC 3464) as it came to the sender's address. Where an address refuses mail for good, its member gets no
more until it is changed, and the lead sees why; any other failure is shown beside the one mail. Other mail is left alone, so that
all that comes to the address can be piped through; the exit status is 0 then too.`,
  async run(args, terminal) {
    parseCommand(args, [], {});
    const mail = await terminal.stdin();
    if (mail.trim() === '') throw new InputFault('there is no mail on stdin');
    const report = await readDeliveryReport(mail);
    if (!report) return terminal.err('nothing changed: this is no delivery report\n');
    const taken = await withStore(terminal, (db) => takeReport(db, report, terminal.clock()));
    if ('ignored' in taken) return terminal.err(`nothing changed: ${IGNORED[taken.ignored]}\n`);
    const { network, member, reason, ended } = taken;
    terminal.out(
      `${member} of ${network}: ${reason}; ${ended ? 'no more mail to this address' : 'this mail did not arrive'}\n`,
    );
  },
};
