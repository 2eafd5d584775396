import { grantRole } from '@rapport/db/roles';
import { getNetwork } from '@rapport/db/networks';
import { ROLES } from '@rapport/db/tables/accounts';
import { z } from 'zod';
import { createAuth, PASSWORD_LENGTH } from '../auth.ts';
import { keptSecret } from '../secret.ts';
import { InputFault, oneOf, parseCommand, UsageError, type Command, type Terminal } from './command.ts';
import { operator, quiet, withStore } from './store.ts';

export const leadAddCommand: Command = {
  summary: 'an account with a role in a network',
  help: `usage: rapport lead add EMAIL --network SLUG [--role lead|viewer|custodian|funder] [--name NAME]

Makes an account and gives it a role in a network; the password comes on stdin, ${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters.
An address that has an account keeps it and its password, and gets the role; nothing is read from stdin then.

  --network SLUG   the network
  --role ROLE      lead if left out
  --name NAME      of the person; the address if left out`,
  async run(args, terminal) {
    const { positionals, values } = parseCommand(args, ['EMAIL'], {
      network: { type: 'string' },
      role: { type: 'string' },
      name: { type: 'string' },
    });
    const { network, name } = values;
    if (network === undefined) throw new UsageError('--network is missing');
    const role = oneOf('--role', values.role ?? 'lead', ROLES);
    const email = z.email().max(320).safeParse(positionals[0]);
    if (!email.success) throw new InputFault(`"${positionals[0] ?? ''}" is not an e-mail address`);
    await withStore(terminal, async (db, config) => {
      await getNetwork(db, network);
      const auth = createAuth({ db, config, secret: config.authSecret ?? keptSecret(), log: quiet(), mail: null });
      const known = await auth.accountId(email.data);
      if (known) terminal.err(`${email.data} has an account: its password stays\n`);
      const account =
        known ??
        (await auth.createAccount({
          email: email.data,
          name: name ?? email.data,
          password: await passwordFrom(terminal),
        }));
      await grantRole(db, account, network, role, operator(terminal));
    });
    terminal.out(`${email.data}: ${role} of ${network}\n`);
  },
};

async function passwordFrom({ stdin, stdinIsTerminal, err }: Terminal): Promise<string> {
  if (stdinIsTerminal) err('Password, then Enter and Ctrl-D: ');
  const password = (await stdin()).replace(/\r?\n$/, '');
  const { min, max } = PASSWORD_LENGTH;
  if (password.length < min || password.length > max)
    throw new InputFault(`the password has ${password.length} characters, not ${min} to ${max}`);
  return password;
}
