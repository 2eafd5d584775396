import type { Panel } from '@rapport/surveys/panel';
import { importPanel } from '../import-panel.ts';
import { migrate } from '../migrate.ts';
import { open } from '../open.ts';
import { aPanel, byLead } from './factories.ts';

/** For a test: imports a panel into the database at argv[2] as argv[3] and kills its own process half-way. */
const [, , url = '', slug = ''] = process.argv;
const small = aPanel(slug);
const members: Panel['members'] = Array.from({ length: 3000 }, (_, i) => ({
  member: `m${i}`,
  organisation: 'x',
  name: null,
  email: null,
  joined: '2025-01-01',
  left: null,
}));
const answers = members.map(({ member }) => ({ wave: '2', member, item: 'trust_1', value: 4 }));

const db = await open(url);
await migrate(db);
await importPanel(
  db,
  { ...small, members, answers, ties: [], texts: [] },
  {
    ...byLead,
    onProgress: (done, all) => {
      if (done > all * 0.6) process.kill(process.pid, 'SIGKILL');
    },
  },
);
