import type { ColumnMeaning, WideMapping } from '@rapport/surveys/wide-mapping';

/** What a column's field of the form says besides a question: the key of the person, the wave, or nothing. */
export const MEMBER = 'member';
export const EMAIL = 'email';
export const WAVE = 'wave';

/** The value of a column's field for what a mapping says of it; '' where it is passed over. */
export function meaningField(mapping: WideMapping, column: string): string {
  if (mapping.member.column === column) return mapping.member.by === 'email' ? EMAIL : MEMBER;
  if ('column' in mapping.wave && mapping.wave.column === column) return WAVE;
  const meaning = mapping.columns[column];
  return meaning ? JSON.stringify(meaning) : '';
}

/** Recodings as they are typed, `A1=1, A2=2`. */
export const recodingText = (codes: Record<string, string> | undefined): string =>
  Object.entries(codes ?? {})
    .map(([code, value]) => `${code}=${value}`)
    .join(', ');

/** The recoding of a column as the form shows it: of the wave's column the waves that its values stand for. */
export const recodingOf = (mapping: WideMapping, column: string): string =>
  'column' in mapping.wave && mapping.wave.column === column
    ? recodingText(mapping.wave.values)
    : recodingText(mapping.recode[column]);

export type MappingFault = { kind: 'no-member' } | { kind: 'recode'; text: string };

/** The mapping that a form says, or what it says wrongly. */
export function mappingFrom(
  form: FormData,
): { mapping: WideMapping; fault: null } | { mapping: null; fault: MappingFault } {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  let wrong: string | null = null;
  const codes = (typed: string): Record<string, string> => {
    const parts = typed.split(/[,;\n]/).map((part) => part.trim());
    return Object.fromEntries(
      parts.filter(Boolean).map((part) => {
        const [code = '', ...value] = part.split('=');
        if (value.length === 0) wrong ??= part;
        return [code.trim(), value.join('=').trim()];
      }),
    );
  };
  let member: WideMapping['member'] | null = null;
  let wave: WideMapping['wave'] = { always: text('wave') };
  const columns: Record<string, ColumnMeaning> = {};
  const recode: Record<string, Record<string, string>> = {};
  for (let at = 0; form.has(`column-${at}`); at += 1) {
    // A column's name is what the file has, spaces and all.
    const column = String(form.get(`column-${at}`));
    const means = text(`means-${at}`);
    const own = codes(text(`recode-${at}`));
    if (means === MEMBER || means === EMAIL) member = { column, by: means };
    else if (means === WAVE) wave = { column, values: own };
    else if (means !== '') {
      // The API checks it against its schema: a form that was tampered with is refused there.
      columns[column] = JSON.parse(means) as ColumnMeaning;
      if (Object.keys(own).length > 0) recode[column] = own;
    }
  }
  const others = codes(text('recode'));
  if (Object.keys(others).length > 0) recode['*'] = others;
  if (wrong !== null) return { mapping: null, fault: { kind: 'recode', text: wrong } };
  if (!member) return { mapping: null, fault: { kind: 'no-member' } };
  const missing = text('missing')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  return { mapping: { format: 'rapport-mapping/1', member, wave, columns, recode, missing }, fault: null };
}
