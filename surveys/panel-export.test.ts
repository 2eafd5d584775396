import { describe, expect, test } from 'vitest';
import { panelToExport } from './panel-export.ts';
import { smallInstrument, smallPanel } from './testing/small-panel.ts';

const exported = (file: string, panel = smallPanel()): string => panelToExport(panel).get(file) ?? '';

describe('datapackage.json', () => {
  type Resource = {
    name: string;
    path: string;
    schema: { fields: { name: string; type: string }[]; primaryKey?: string[]; foreignKeys?: object[] };
  };
  const descriptor = JSON.parse(exported('datapackage.json')) as {
    profile: string;
    name: string;
    resources: Resource[];
  };

  test('is a tabular data package of every table in the folder', () => {
    expect(descriptor).toMatchObject({ profile: 'tabular-data-package', name: 'small' });
    const csv = [...panelToExport(smallPanel()).keys()].filter((file) => file.endsWith('.csv'));
    expect(descriptor.resources.map(({ path }) => path).sort()).toEqual(csv.sort());
  });

  test('describes the columns that each file has, in their order', () => {
    for (const { path, schema } of descriptor.resources)
      expect(schema.fields.map(({ name }) => name).join(',')).toBe(exported(path).split('\n')[0]);
  });

  test('types fields and names keys as Frictionless does', () => {
    const ties = descriptor.resources.find(({ name }) => name === 'ties');
    expect(ties?.schema.fields).toEqual([
      { name: 'wave', type: 'string', constraints: { required: true } },
      { name: 'member', type: 'string', constraints: { required: true } },
      { name: 'organisation', type: 'string', constraints: { required: true } },
      { name: 'question', type: 'string', constraints: { required: true } },
      { name: 'value', type: 'integer', constraints: { required: true } },
      { name: 'carried', type: 'boolean', constraints: {} },
    ]);
    expect(ties?.schema.primaryKey).toEqual(['wave', 'member', 'organisation', 'question']);
    expect(ties?.schema.foreignKeys?.[0]).toEqual({ fields: 'wave', reference: { resource: 'waves', fields: 'wave' } });
    const events = descriptor.resources.find(({ name }) => name === 'events');
    expect(events?.schema.fields.find(({ name }) => name === 'ends')).toEqual({
      name: 'ends',
      type: 'date',
      constraints: {},
    });
  });

  // The profile refuses `foreignKeys: []`; seen with the datapackage validator, 1.1.6.
  test('has no empty list of foreign keys', () => {
    expect(descriptor.resources.filter(({ schema }) => schema.foreignKeys?.length === 0)).toEqual([]);
  });
});

describe('codebook.csv', () => {
  test('has a line for every question and language, of every instrument', () => {
    const labels = { 10: { en: 'all' }, 0: { en: 'none', id: 'tidak' } };
    const other = smallInstrument({
      id: 'other',
      items: [{ id: 'q', scale: 'trust', facet: 'f', min: 0, max: 10, text: { en: '=q' }, labels }],
    });
    const lines = exported('codebook.csv', smallPanel({ instruments: [smallInstrument(), other] }))
      .trim()
      .split('\n');
    expect(lines[0]).toBe(
      'instrument,kind,question,scale,facet,min,max,reversed,decimal,visibility,language,text,labels,variable',
    );
    expect(lines).toContain('small@1,item,t2,trust,,0,10,false,true,,id,t2,,t2');
    expect(lines).toContain('small@1,tie,mode,,,0,3,,,agency,en,mode,,mode');
    expect(lines).toContain('small@1,text,comment,,,,,,,,id,comment,,');
    expect(lines).toContain(`other@1,item,q,trust,f,0,10,false,false,,en,'=q,0 = none; 10 = all,q`);
    expect(lines).toHaveLength(1 + 2 * 5 + 1 + 2 * 3);
  });
});
