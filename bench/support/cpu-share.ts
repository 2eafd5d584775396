import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';
const PERIOD_US = 20_000;

/**
 * Holds each of `pids`, with its threads, to `share` of one core until it is called off, so that a machine with few cores has some to
 * spare; null where control groups may not be made (only root may, on Linux).
 */
export function holdCpu(pids: readonly number[], share: number): (() => void) | null {
  const isSecond = existsSync(join(ROOT, 'cgroup.controllers'));
  const parent = isSecond ? ROOT : join(ROOT, 'cpu');
  const quota = Math.round(PERIOD_US * share);
  const groups: { folder: string; pid: number; before: string }[] = [];
  const letGo = () => {
    for (const { folder, pid, before } of groups) {
      writeFileSync(join(before, 'cgroup.procs'), String(pid));
      rmdirSync(folder);
    }
  };
  try {
    if (isSecond) writeFileSync(join(ROOT, 'cgroup.subtree_control'), '+cpu');
    for (const pid of pids) {
      const folder = join(parent, `rapport-bench-${pid}`);
      const before = join(parent, groupOf(pid, isSecond));
      mkdirSync(folder);
      groups.push({ folder, pid, before });
      if (isSecond) writeFileSync(join(folder, 'cpu.max'), `${quota} ${PERIOD_US}`);
      else {
        writeFileSync(join(folder, 'cpu.cfs_period_us'), String(PERIOD_US));
        writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quota));
      }
      writeFileSync(join(folder, 'cgroup.procs'), String(pid));
    }
    return letGo;
  } catch (error) {
    letGo();
    console.log(`no part of a core can be set aside here: ${String(error)}`);
    return null;
  }
}

/** Where a process belongs to now, by cgroups(7): `hierarchy:controllers:path`, one line for each. */
function groupOf(pid: number, isSecond: boolean): string {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').trim().split('\n');
  const own = lines
    .map((line) => line.split(':'))
    .find(([, controllers]) => (isSecond ? controllers === '' : controllers?.split(',').includes('cpu')));
  return own?.slice(2).join(':') ?? '/';
}
