import type { Panel } from '@rapport/surveys/panel';

/** Each sets `window.attacked` or leaves an element with `data-attack` where it is taken for more than text. */
export const SCRIPTS: readonly string[] = [
  '<script data-attack>window.attacked=1</script>',
  '"><img src=x onerror="window.attacked=1" data-attack>',
  "' onmouseover='window.attacked=1' data-attack='",
  '</title></textarea></style></script><svg/onload=window.attacked=1 data-attack>',
  '<iframe srcdoc="<script>parent.attacked=1</script>" data-attack></iframe>',
  '<a href="javascript:window.attacked=1" data-attack>link</a>',
  '{@html "<b data-attack>b</b>"}{{constructor.constructor("window.attacked=1")()}}',
  '<style data-attack>@import "http://attacker.example/x.css"</style>',
  '<meta http-equiv=refresh content="0;url=http://attacker.example/" data-attack>',
  '<base href="http://attacker.example/" data-attack>',
  '\u202E<b data-attack>\u202C\u200B\uFEFF',
  '%3Cscript%3Ewindow.attacked=1%3C/script%3E&lt;script&gt;',
  '../../../etc/passwd?x=<b data-attack>#"><b data-attack>',
];

/** The same with words before, so that names don't begin as formulas do and differ from each other. */
export const payload = (i: number, word = 'Note'): string => `${word} ${i} ${SCRIPTS[i % SCRIPTS.length] ?? ''}`;

/** A network in which every text that a person can fill holds something hostile. */
export function hostile(panel: Panel, now: Date): Panel {
  const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const [instrument] = panel.instruments;
  return {
    ...panel,
    network: { ...panel.network, name: payload(1, 'Network') },
    organisations: panel.organisations.map((row, i) => ({ ...row, name: payload(i, 'Agency') })),
    members: panel.members.map((row, i) => ({ ...row, name: payload(i + 2, 'Person') })),
    waves: [
      ...panel.waves.filter(({ wave }) => wave !== '2026-Q4').map((row, i) => ({ ...row, label: payload(i, 'Wave') })),
      { wave: 'now', label: payload(3, 'Wave'), opens: day(-2), closes: day(9) },
    ],
    texts: panel.members.map(({ member }, i) => ({
      wave: '2026-Q3',
      member,
      question: instrument?.texts?.[0]?.id ?? 'comment',
      text: i === 0 ? '=HYPERLINK("http://attacker.example/","x")' : payload(i),
    })),
    events: SCRIPTS.map((script, i) => ({
      event: `ev-${i}`,
      kind: 'workshop' as const,
      title: payload(i, 'Event'),
      starts: `2026-06-${String(i + 1).padStart(2, '0')}`,
      ends: null,
      notes: `=1+1 ${script}`,
    })),
    event_organisations: [{ event: 'ev-1', organisation: 'org-1' }],
    goals: SCRIPTS.map((text) => ({ from: '2026-01-01', text })),
    declarations: [{ from: '2026-01-01', by: 'funder', mode: 'collaboration', source: payload(5) }],
  };
}
