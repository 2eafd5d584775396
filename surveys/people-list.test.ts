import { expect, it } from 'vitest';
import { readPeopleList } from './people-list.ts';

const brief = (text: string) => {
  const { people, faults } = readPeopleList(text);
  return {
    people: people.map(({ row, agency, name, email, language }) => [row, agency, name, email, language]),
    faults: faults.map(({ row, column, code, value }) => [row, column, code, value]),
  };
};

it('reads what a spreadsheet copies, in the order agency, name, e-mail, language', () => {
  expect(brief('Harbour Clinic\tAda Lee\tada@example.org\tid\nNorth "Step" Housing\tBo\tbo@example.org\n')).toEqual({
    people: [
      [1, 'Harbour Clinic', 'Ada Lee', 'ada@example.org', 'id'],
      [2, 'North "Step" Housing', 'Bo', 'bo@example.org', null],
    ],
    faults: [],
  });
});

it('reads headings in either language, in any order, and says which columns it passes over', () => {
  const text = 'Surel;Lembaga;Telepon;Nama\r\nada@example.org;Klinik Pelabuhan;0812;Ada\r\n;"Rumah; Kasih";;\r\n';
  expect(readPeopleList(text).ignored).toEqual(['Telepon']);
  expect(brief(text).people).toEqual([
    [2, 'Klinik Pelabuhan', 'Ada', 'ada@example.org', null],
    [3, 'Rumah; Kasih', null, null, null],
  ]);
});

it('names every fault at its line and leaves that line out', () => {
  const text = [
    'agency,name,email,language',
    ',Ada,ada@example.org,',
    'Clinic,Bo,bo@example,',
    'Clinic,=HYPERLINK(1),c@example.org,',
    '',
    'Clinic,Di,ada@example.org,Bahasa Indonesia',
    'Clinic,Ed,,',
    'clinic , ed ,,',
    'Clinic,Flo,FLO@example.org,',
    'Depot,Flo,flo@example.org,',
  ].join('\n');
  expect(brief(text)).toEqual({
    people: [
      [7, 'Clinic', 'Ed', null, null],
      [9, 'Clinic', 'Flo', 'FLO@example.org', null],
    ],
    faults: [
      [2, 'agency', 'agency-missing', ''],
      [3, 'email', 'email-wrong', 'bo@example'],
      [4, 'name', 'formula', '=HYPERLINK(1)'],
      [6, 'email', 'email-repeated', '2'],
      [6, 'language', 'language-wrong', 'Bahasa Indonesia'],
      [8, 'name', 'person-repeated', '7'],
      [10, 'email', 'email-repeated', '9'],
    ],
  });
});

it('reads tabs also where the first line lacks its agency, and sees what was not saved as UTF-8', () => {
  expect(brief('\n\tAda\tada@example.org\nCaf\uFFFD\tBo\t').faults).toEqual([
    [2, 'agency', 'agency-missing', ''],
    [3, 'agency', 'encoding', 'Caf\uFFFD'],
  ]);
});

it('names the line on which a quote is never closed, and takes an empty text as no one', () => {
  expect(brief('Clinic,Ada,a@example.org\n"Depot,Bo,b@example.org').faults).toEqual([[2, null, 'unreadable', '']]);
  expect(brief(' \n\n')).toEqual({ people: [], faults: [] });
});
