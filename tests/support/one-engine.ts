interface Alone {
  because: string;
  files: string[];
  /** They could run on the other engine too, and do with RAPPORT_LONG=1. */
  toSpareTime?: true;
}

/** Test files that stand on a database and run on SQLite alone, by the reason. */
export const SQLITE_ALONE: Alone[] = [
  {
    because:
      'what can happen to a file: a full disk, held, damaged, moved aside, open to others. A server answers for its own',
    files: [
      'api/operation/sqlite-file.test.ts',
      'db/doctor.test.ts',
      'db/group-commit.test.ts',
      'db/open.test.ts',
      'tests/faults/sqlite-faults.test.ts',
    ],
  },
  {
    because: 'commands that read panels and keep none, and how commands are typed',
    files: ['api/cli.test.ts'],
  },
  {
    because: 'how pages look, print, read aloud and are answered without an engine having a say',
    toSpareTime: true,
    files: [
      'tests/attacks/headers.test.ts',
      'tests/attacks/pages.browser.test.ts',
      'tests/lead/every-page.test.ts',
      'tests/member/first-view.test.ts',
      'tests/member/instruments.test.ts',
      'tests/member/pages.test.ts',
      'tests/member/shared-pages.test.ts',
      'tests/pages/before-the-script.test.ts',
      'tests/pages/first-run.test.ts',
      'tests/pages/lead-and-funder.test.ts',
      'tests/pages/mail.test.ts',
      'tests/pages/reports.test.ts',
    ],
  },
  {
    because:
      'pages over routes whose own tests (api/) run on both engines. A browser goes on both through tests/journeys, the first year of a lead, and a member’s form and mails',
    toSpareTime: true,
    files: [
      'tests/lead/accounts.test.ts',
      'tests/lead/audit.test.ts',
      'tests/lead/charts.test.ts',
      'tests/lead/exports.test.ts',
      'tests/lead/log.test.ts',
      'tests/lead/members.test.ts',
      'tests/lead/panel-upload.test.ts',
      'tests/lead/set-up.test.ts',
      'tests/lead/ties.test.ts',
      'tests/lead/trends.test.ts',
      'tests/lead/waves.test.ts',
      'tests/member/drafts.test.ts',
      'tests/member/mail-links.test.ts',
      'tests/member/sent-again.test.ts',
      'tests/reports/portfolio.test.ts',
    ],
  },
];

/** Test files that run on PostgreSQL alone, by the reason. */
export const POSTGRES_ALONE: Alone[] = [
  {
    because: 'what can happen to a server: it ends, takes no writes, loses connections or has none left',
    files: ['tests/faults/postgres-faults.test.ts'],
  },
  { because: 'from one engine to the other and back', files: ['api/operation/between-engines.test.ts'] },
];

export const filesOf = (alone: Alone[]): string[] => alone.flatMap(({ files }) => files);
