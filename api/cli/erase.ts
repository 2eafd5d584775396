import { findMembers } from '@rapport/db/erasure';
import { getMember } from '@rapport/db/members';
import type { Db } from '@rapport/db/open';
import { findTraces } from '@rapport/db/traces';
import { erasePerson } from '../operation/erase-person.ts';
import { keepLedger, ledgerFile } from '../operation/erasure-ledger.ts';
import { InputFault, parseCommand, UsageError, type Command } from './command.ts';
import { operator, quiet, withStore } from './store.ts';

export const eraseCommand: Command = {
  summary: 'a person from every answer, draft, link and list',
  help: `usage: rapport erase MEMBER [--network SLUG] [--dry-run]

Erases a person, named by id or e-mail address: answers, ratings, texts, drafts, consents, links and mails, name, address
and id; of the database file too, and again of a backup that is restored later. Published reports hold no person and stay.
An id that several networks know needs --network; an address is erased in all of them.

  --network SLUG   in this network only
  --dry-run        only says whom it would erase`,
  async run(args, terminal) {
    const { positionals, values } = parseCommand(args, ['MEMBER'], {
      network: { type: 'string' },
      'dry-run': { type: 'boolean' },
    });
    const named = positionals[0] ?? '';
    if (named === '') throw new UsageError('MEMBER is empty');
    await withStore(terminal, async (db, config) => {
      const found = (await findMembers(db, named)).filter(
        ({ network }) => values.network === undefined || network === values.network,
      );
      if (found.length === 0) throw new InputFault(`There is no member "${named}".`);
      const networks = [...new Set(found.map(({ network }) => network))];
      if (networks.length > 1 && !named.includes('@'))
        throw new InputFault(`"${named}" is a member of ${networks.join(', ')}: say which with --network.`);
      if (values['dry-run']) {
        for (const { network, member } of found) terminal.out(`${network}: ${member} would be erased\n`);
        return;
      }
      const words = await identifiersOf(db, found);
      const erased = new Set<string>();
      for (const { network, member } of found) {
        if (erased.has(`${network} ${member}`)) continue;
        const ids = await erasePerson({ db, config, log: quiet() }, network, member, operator(terminal));
        for (const id of ids) erased.add(`${network} ${id}`);
        terminal.out(`${network}: ${ids.join(', ')} erased\n`);
      }
      await keepLedger(db, ledgerFile(config));
      await db.scrub({ whole: true });
      for (const { table, key, columns } of await findTraces(db, words))
        terminal.err(
          `still named in ${table} ${key} (${columns.join(', ')}): look there, it was written by somebody else\n`,
        );
    });
  },
};

async function identifiersOf(db: Db, found: { network: string; member: string }[]): Promise<string[]> {
  const rows = await Promise.all(found.map(({ network, member }) => getMember(db, network, member)));
  return [...new Set(rows.flatMap(({ name, email }) => [name, email]))].filter((word) => word !== null);
}
