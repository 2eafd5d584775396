/** What one agency brings to the story. Waves are counted from 1. */
export interface Agency {
  id: string;
  name: string;
  /** First wave that it is in, and the first that it is no longer in. */
  joins: number;
  leaves?: number;
  /** Consents to be named to funders; undefined where nobody has asked it yet. */
  named?: boolean;
  /** One of the four that reach collaboration among themselves. */
  pocket: boolean;
  /** Lost posts when the state cut its funding. */
  cut: boolean;
  people: Person[];
}

export interface Person {
  name: string;
  language: 'en' | 'id';
  joins?: number;
  leaves?: number;
  /** The same human being in two rows: someone who changed agencies. */
  person?: string;
  /** Chance that this person answers a wave. */
  answers: number;
}

const en = (name: string, answers: number, rest: Partial<Person> = {}): Person => ({
  name,
  language: 'en',
  answers,
  ...rest,
});
const id = (name: string, answers: number, rest: Partial<Person> = {}): Person => ({
  name,
  language: 'id',
  answers,
  ...rest,
});

const agency = (key: string, name: string, people: Person[], rest: Partial<Agency> = {}): Agency => ({
  id: key,
  name,
  joins: 1,
  pocket: false,
  cut: false,
  people,
  ...rest,
});

/** Fourteen agencies of Marram Bay, a town that is on no map. Every name is made up. */
export const AGENCIES: readonly Agency[] = [
  agency(
    'family-support',
    'Marram Family Support',
    [en('Bronwyn Achterberg', 1), en('Tom Okafor', 0.85), en('Leila Haddad', 0.7)],
    {
      pocket: true,
      named: true,
    },
  ),
  agency('child-health', 'Bay Child Health Clinic', [en('Priya Raman', 1), en('Joan Whitlock', 0.75)], {
    pocket: true,
    named: true,
  }),
  agency('schools', 'Bay Schools Welfare Team', [en('Marcus Tui', 1), en('Ellen Sorley', 0.8)], {
    pocket: true,
    named: true,
  }),
  agency('refuge', 'Lantern House Refuge', [en('Ruth Imlay', 1), en('Sasha Petrov', 0.8)], {
    pocket: true,
    named: true,
  }),
  agency('housing', 'Dunes Housing Association', [en('Gareth Pell', 0.85), en('Noor Aziz', 0.8)], {
    named: true,
    cut: true,
  }),
  agency(
    'youth',
    'Harbour Street Youth Centre',
    [en('Callum Reyes', 0.85), en('Dot Feeney', 0.8), en('Mina Kealoha', 0.8, { leaves: 5, person: 'mina-kealoha' })],
    {
      named: true,
      cut: true,
    },
  ),
  agency('legal', 'Marram Community Legal Centre', [en('Harriet Voss', 0.85), en('Sam Onslow', 0.7)], { named: false }),
  agency('pantry', 'Tideline Food Pantry', [en('Walter Bray', 0.8), en('Ines Duarte', 0.85)], { named: true }),
  agency('recovery', 'Samphire Recovery Service', [en('Niamh Garrity', 0.85), en('Peter Lum', 0.75)], { cut: true }),
  agency('disability', 'Driftwood Disability Support', [en('Aroha Kingi', 0.8), en('Julian Marsh', 0.7)], {
    named: true,
  }),
  agency(
    'migrant',
    'Rumah Kita Migrant Centre',
    [id('Sri Wahyuni', 0.9), id('Budi Santosa', 0.8), en('Hannah Lindqvist', 0.7, { joins: 4 })],
    {
      named: true,
    },
  ),
  agency(
    'counselling',
    'Saltmarsh Counselling',
    [en('Owen Treharne', 0.85), en('Mina Kealoha', 0.8, { joins: 5, person: 'mina-kealoha' })],
    {
      joins: 4,
      named: false,
    },
  ),
  agency('grandparents', "Lighthouse Grandparents' Group", [en('Beryl Stanhope', 0.85), id('Dewi Lestari', 0.8)], {
    joins: 6,
    named: true,
  }),
  agency('job-link', 'Gull Point Job Link', [en('Frank Deasy', 0.75), en('Yusuf Demir', 0.7)], {
    leaves: 7,
    cut: true,
  }),
];
