import { listMembers } from '@rapport/db/members';
import type { Db } from '@rapport/db/open';
import { listOrganisations } from '@rapport/db/organisations';
import { decodeUtf8, readCsv } from '@rapport/surveys/csv-table';
import { FaultList } from '@rapport/surveys/faults';
import type { Member } from '@rapport/surveys/panel';
import { rowsFromCsv } from '@rapport/surveys/table-rows';

const FILE = 'members.csv';

/**
 * The rows of a `members.csv` for a network, and every fault with the line it is on: wrong cells, unknown agencies, ids that
 * are taken. Reads the database, writes nothing.
 */
export async function membersFromCsv(db: Db, network: string, bytes: Uint8Array) {
  const faults = new FaultList();
  const text = decodeUtf8(FILE, bytes, faults) ?? '';
  const { rows, places } = rowsFromCsv(
    'members',
    FILE,
    readCsv(FILE, text, faults, () => {}),
    faults,
  );
  const [organisations, members] = await Promise.all([listOrganisations(db, network), listMembers(db, network)]);
  const agencies = new Set(organisations.map(({ organisation }) => organisation));
  const taken = new Map(members.map(({ member }) => [member, 'is in the network already']));
  const sound: Member[] = [];
  rows.forEach((row, i) => {
    const place = places[i] ?? null;
    const before = faults.total;
    const fault = (column: string, message: string) => faults.add(FILE, place, column, message);
    const other = taken.get(row.member);
    if (other !== undefined) fault('member', `"${row.member}" ${other}`);
    taken.set(row.member, `is on line ${place} too`);
    if (!agencies.has(row.organisation)) fault('organisation', `"${row.organisation}" is not among the organisations`);
    if (row.left !== null && row.left < row.joined) fault('left', `is ${row.left}, before joined (${row.joined})`);
    if (faults.total === before) sound.push(row);
  });
  return { rows: sound, faults: faults.list().map(({ row, column, message }) => ({ row, column, message })) };
}
