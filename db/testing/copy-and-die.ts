import { copyDatabase } from '../copy-database.ts';
import { open } from '../open.ts';

/** For a test: copies the database at argv[2] to argv[3] and kills its own process when half of the rows are over. */
const [, , source = '', target = ''] = process.argv;
await copyDatabase(await open(source), await open(target), {
  source,
  onProgress: (done, all) => {
    if (done > all / 2) process.kill(process.pid, 'SIGKILL');
  },
});
