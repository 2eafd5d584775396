import type { WideMapping } from '@rapport/surveys/wide-mapping';
import { describe, expect, it } from 'vitest';
import { mappingFrom, meaningField, recodingOf, recodingText } from './mapping-form';

const mapping: WideMapping = {
  format: 'rapport-mapping/1',
  member: { column: 'E-Mail ', by: 'email' },
  wave: { column: 'event', values: { 'event 1': '2025-Q1' } },
  columns: { q1: { item: 'trust_1' }, m2: { tie: 'mode', organisation: 'org-2' } },
  recode: { q1: { A1: '1', A2: '2' }, '*': { yes: '1' } },
  missing: ['N/A', '-99'],
};

function formOf(change: Record<string, string> = {}): FormData {
  const form = new FormData();
  ['E-Mail ', 'event', 'q1', 'm2', 'zip'].forEach((column, at) => {
    form.set(`column-${at}`, column);
    form.set(`means-${at}`, meaningField(mapping, column));
    form.set(`recode-${at}`, recodingOf(mapping, column));
  });
  const rest = { recode: recodingText(mapping.recode['*']), missing: mapping.missing.join(', '), ...change };
  for (const [name, value] of Object.entries(rest)) form.set(name, value);
  return form;
}

describe('the form of a mapping', () => {
  it('gives back the mapping that it shows', () => {
    expect(mappingFrom(formOf())).toEqual({ mapping, fault: null });
  });

  it('says what is wrong with it', () => {
    expect(mappingFrom(formOf({ 'means-0': '' })).fault).toEqual({ kind: 'no-member' });
    expect(mappingFrom(formOf({ 'recode-2': 'A1=1, A2' })).fault).toEqual({ kind: 'recode', text: 'A2' });
  });

  it('takes one wave for the whole file where no column says it', () => {
    expect(mappingFrom(formOf({ 'means-1': '', wave: '2025-Q2' })).mapping?.wave).toEqual({ always: '2025-Q2' });
  });
});
