import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { organisationName } from '@rapport/messages/words/names';
import { guarded } from '@rapport/surveys/panel-cells';
import { csvText } from '@rapport/surveys/panel-files';

/** A tie as it was rated, with the highest level that both sides confirm; null where the other side did not rate. */
interface Edge {
  wave: string;
  question: string;
  from: string;
  to: string;
  value: number;
  confirmed: number | null;
}

/**
 * The agency-level ties of a release for programs of network analysis, names to text: `nodes.csv` and `edges.csv` of all waves, and
 * a GraphML file for each wave and question. Only questions of which ratings may be told have any.
 */
export function tieFiles(release: ReleasedAnalysis): Map<string, string> {
  const edges = edgesOf(release);
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort();
  const name = (id: string): string => organisationName(release.context.organisations, id);
  const files = new Map([
    ['README.txt', README],
    ['nodes.csv', csvText([['id', 'label'], ...ids.map((id) => [guarded(id), guarded(name(id))])])],
    [
      'edges.csv',
      csvText([
        ['source', 'target', 'wave', 'question', 'value', 'confirmed'],
        ...edges.map(({ from, to, wave, question, value, confirmed }) => [
          ...[from, to, wave, question].map(guarded),
          String(value),
          confirmed === null ? '' : String(confirmed),
        ]),
      ]),
    ],
  ]);
  release.waves.forEach(({ wave, network }, at) => {
    for (const question of Object.keys(network ?? {})) {
      const own = edges.filter((edge) => edge.wave === wave && edge.question === question);
      const file = `${String(at + 1).padStart(2, '0')}-${safe(wave)}-${safe(question)}.graphml`;
      if (own.length > 0) files.set(file, graphml(own, name));
    }
  });
  return files;
}

const README = `Ties between agencies, as this network's leads may see them.

nodes.csv   id, label: the agencies
edges.csv   source rates its tie to target in a wave on a question; value is the middle answer of source's people;
            confirmed is the highest level that both sides are at or above, empty where target did not rate source
*.graphml   the same, a directed graph for each wave and question

No file holds what a person answered.
`;

function edgesOf({ waves }: ReleasedAnalysis): Edge[] {
  return waves.flatMap(({ wave, network }) =>
    Object.entries(network ?? {}).flatMap(([question, { ratings }]) => {
      const values = new Map(ratings.map(({ from, to, value }) => [`${from}\n${to}`, value]));
      return ratings.map(({ from, to, value }): Edge => {
        const back = values.get(`${to}\n${from}`);
        return { wave, question, from, to, value, confirmed: back === undefined ? null : Math.min(value, back) };
      });
    }),
  );
}

/** GraphML (graphml.graphdrawing.org): nodes with a label, directed edges with `value` and `confirmed`. */
function graphml(edges: readonly Edge[], name: (id: string) => string): string {
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    '  <key id="label" for="node" attr.name="label" attr.type="string"/>',
    '  <key id="value" for="edge" attr.name="value" attr.type="int"/>',
    '  <key id="confirmed" for="edge" attr.name="confirmed" attr.type="int"/>',
    '  <graph id="ties" edgedefault="directed">',
    ...ids.map((id) => `    <node id="${xml(id)}"><data key="label">${xml(name(id))}</data></node>`),
    ...edges.map(({ from, to, value, confirmed }) => {
      const both = confirmed === null ? '' : `<data key="confirmed">${confirmed}</data>`;
      return `    <edge source="${xml(from)}" target="${xml(to)}"><data key="value">${value}</data>${both}</edge>`;
    }),
    '  </graph>',
    '</graphml>',
    '',
  ].join('\n');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Control characters, for which XML 1.0 has no place. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;

const xml = (text: string): string => text.replace(UNWRITABLE, '').replace(/[&<>"']/g, (one) => ENTITIES[one] ?? '');

/** A part of a file's name. */
const safe = (id: string): string => id.replace(/[^A-Za-z0-9.-]+/g, '_').replace(/^\.+/, '');
