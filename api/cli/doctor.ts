import { readConfig } from '../config.ts';
import { checkUp } from '../operation/checkup.ts';
import type { Finding } from '../operation/finding.ts';
import { InputFault, parseCommand, type Command } from './command.ts';

export const doctorCommand: Command = {
  summary: 'checks what the service stands on, and says what to do',
  help: `usage: rapport doctor [--json]

Checks the database (pages, references, migrations, whether it takes writes), clocks, rows that belong to nobody, published
reports and frozen figures against their hashes, the audit’s chain, the ledger of erasures, jobs, disk, secret, rights on
files, the mail server and backups. A line for each; what is wrong is on stderr too, with what to do, and exits 1.

  --json           one JSON array instead of lines`,
  async run(args, terminal) {
    const { values } = parseCommand(args, [], { json: { type: 'boolean' } });
    const show = ({ check, state, says, advice }: Finding) =>
      terminal.out(`${state.padEnd(5)}  ${check.padEnd(10)}  ${says}${advice === undefined ? '' : ` → ${advice}`}\n`);
    const findings = await checkUp(
      readConfig(terminal.environment),
      terminal.clock(),
      values.json ? () => undefined : show,
    );
    if (values.json) terminal.out(`${JSON.stringify(findings, null, 2)}\n`);
    const faults = findings.filter(({ state }) => state === 'wrong');
    if (faults.length > 0)
      throw new InputFault(
        faults.map(({ check, says, advice }) => `${check}: ${says}${advice === undefined ? '' : `. ${advice}`}`),
      );
  },
};
