import { instrumentSchema, type Instrument } from '../instrument.ts';

const say = (en: string, id: string) => ({ en, id });

const agreement = {
  1: say('Strongly disagree', 'Sangat tidak setuju'),
  2: say('Disagree', 'Tidak setuju'),
  3: say('Slightly disagree', 'Agak tidak setuju'),
  4: say('Neither agree nor disagree', 'Netral'),
  5: say('Slightly agree', 'Agak setuju'),
  6: say('Agree', 'Setuju'),
  7: say('Strongly agree', 'Sangat setuju'),
};

const sevenPoint = (id: string, scale: string, facet: string, text: ReturnType<typeof say>, reversed = false) => ({
  id,
  scale,
  facet,
  min: 1,
  max: 7,
  reversed,
  decimal: false,
  text,
  labels: agreement,
});

/**
 * `pulse@1`, the quarterly pulse: fifteen seven-point items, two questions on each tie, one open question.
 *
 * The wording is ours, kept to a reading age of about 13; no published scale is reproduced, and no norms exist.
 * What each part rests on:
 * - `trust`: what partners in networks judge each other by. Reliability, openness and support of the mission as in the
 *   PARTNER survey (Varda, Chandra, Stern & Lurie 2008); reliability and not taking advantage as in Zaheer, McEvily &
 *   Perrone (1998) and the Organizational Trust Inventory (Cummings & Bromiley 1996); good will as benevolence in Mayer,
 *   Davis & Schoorman (1995); that it grows from small steps: Vangen & Huxham (2003).
 * - `commitment`: wanting to stay and to put effort in (Mowday, Steers & Porter 1979; affective commitment, Meyer & Allen
 *   1991), told apart by target (Becker 1992): the network as a whole, and the other members.
 * - `goals`: clear goals (Locke & Latham 2002), taken as one's own (Klein, Wesson, Hollenbeck, Wright & DeShon 2001), and
 *   the pull between the network's goals and one's own agency's (Vangen & Huxham 2012).
 * - `routines`: agreed rules and joint administration (Thomson, Perry & Miller 2009). Reported, not part of the verdict.
 * - `mode`: cooperation, coordination, collaboration (Keast, Brown & Mandell 2007; Mandell & Keast 2008).
 * - tie `trust`: one rating of each partner, as in roster surveys of networks (Provan, Veazie, Staten & Teufel-Shone 2005).
 *
 * The cut-points are a stated convention of version 1, not an established standard. POMP 0–100; `reach` is a share.
 */
export const pulse1: Instrument = instrumentSchema.parse({
  id: 'pulse',
  version: 1,
  title: say('Network pulse', 'Denyut jejaring'),
  scales: [
    { id: 'trust', title: say('Trust', 'Kepercayaan') },
    { id: 'commitment', title: say('Commitment', 'Komitmen') },
    { id: 'goals', title: say('Shared goals', 'Tujuan bersama') },
    { id: 'routines', title: say('Ways of working', 'Cara kerja') },
  ],
  items: [
    sevenPoint(
      'trust_1',
      'trust',
      'reliability',
      say(
        'The other agencies in this network do what they say they will do.',
        'Lembaga-lembaga lain dalam jejaring ini menepati apa yang mereka katakan.',
      ),
    ),
    sevenPoint(
      'trust_2',
      'trust',
      'openness',
      say(
        'We can talk openly with the other agencies, even when something goes wrong.',
        'Kami bisa berbicara terbuka dengan lembaga lain, juga ketika ada yang tidak beres.',
      ),
    ),
    sevenPoint(
      'trust_3',
      'trust',
      'good-will',
      say(
        'The other agencies would take advantage of us if they had the chance.',
        'Lembaga lain akan memanfaatkan kami kalau ada kesempatan.',
      ),
      true,
    ),
    sevenPoint(
      'trust_4',
      'trust',
      'mission-support',
      say(
        'The other agencies support what our agency is here to do.',
        'Lembaga lain mendukung apa yang menjadi tugas lembaga kami.',
      ),
    ),
    sevenPoint(
      'commitment_1',
      'commitment',
      'network',
      say('I want to put effort into this network.', 'Saya mau berusaha untuk jejaring ini.'),
    ),
    sevenPoint(
      'commitment_2',
      'commitment',
      'network',
      say(
        'It would not matter much to me if this network came to an end.',
        'Bagi saya tidak masalah kalau jejaring ini berakhir.',
      ),
      true,
    ),
    sevenPoint(
      'commitment_3',
      'commitment',
      'each-other',
      say(
        'I would go out of my way to help another agency in this network.',
        'Saya bersedia bersusah payah untuk membantu lembaga lain dalam jejaring ini.',
      ),
    ),
    sevenPoint(
      'commitment_4',
      'commitment',
      'each-other',
      say(
        'When another agency here has a problem, I feel that it is our problem too.',
        'Ketika lembaga lain di sini punya masalah, saya merasa itu masalah kami juga.',
      ),
    ),
    sevenPoint(
      'goals_1',
      'goals',
      'clarity',
      say('I know what this network wants to achieve.', 'Saya tahu apa yang ingin dicapai jejaring ini.'),
    ),
    sevenPoint(
      'goals_2',
      'goals',
      'identification',
      say("The network's goals are my goals too.", 'Tujuan jejaring ini juga tujuan saya.'),
    ),
    sevenPoint(
      'goals_3',
      'goals',
      'identification',
      say(
        'I would speak up for these goals in my own agency.',
        'Saya mau membela tujuan-tujuan ini di lembaga saya sendiri.',
      ),
    ),
    sevenPoint(
      'goals_4',
      'goals',
      'fit',
      say(
        'Working for these goals gets in the way of what my agency asks of me.',
        'Bekerja untuk tujuan-tujuan ini menghambat apa yang diminta lembaga saya.',
      ),
      true,
    ),
    sevenPoint(
      'routines_1',
      'routines',
      'procedures',
      say(
        'We have agreed steps for sending people from one agency to another.',
        'Kami punya langkah yang disepakati untuk merujuk orang dari satu lembaga ke lembaga lain.',
      ),
    ),
    sevenPoint(
      'routines_2',
      'routines',
      'case-management',
      say(
        'When several agencies help the same person or family, we plan it together.',
        'Ketika beberapa lembaga membantu orang atau keluarga yang sama, kami merencanakannya bersama.',
      ),
    ),
    sevenPoint(
      'routines_3',
      'routines',
      'shared-practice',
      say(
        'We share ways of working, such as the same forms, words or meetings.',
        'Kami berbagi cara kerja, misalnya formulir, istilah, atau rapat yang sama.',
      ),
    ),
  ],
  ties: [
    {
      id: 'mode',
      min: 0,
      max: 3,
      visibility: 'agency',
      text: say(
        'In the last three months, how did your agency work with this one?',
        'Dalam tiga bulan terakhir, bagaimana lembaga Anda bekerja dengan lembaga ini?',
      ),
      labels: {
        0: say('We had no contact', 'Tidak ada kontak'),
        1: say('We shared information', 'Kami berbagi informasi'),
        2: say(
          'We fitted our work together: joint plans, referrals or services',
          'Kami menyelaraskan pekerjaan: rencana, rujukan, atau layanan bersama',
        ),
        3: say(
          'We worked as one: shared people, money, risk and results',
          'Kami bekerja sebagai satu kesatuan: berbagi tenaga, dana, risiko, dan hasil',
        ),
      },
    },
    {
      id: 'trust',
      min: 1,
      max: 4,
      visibility: 'aggregate',
      askedFrom: { tie: 'mode', level: 1 },
      text: say(
        'How far do you trust this agency to keep its word?',
        'Seberapa jauh Anda percaya lembaga ini menepati janjinya?',
      ),
      labels: {
        1: say('Hardly at all', 'Hampir tidak'),
        2: say('A little', 'Sedikit'),
        3: say('Mostly', 'Sebagian besar'),
        4: say('Fully', 'Sepenuhnya'),
      },
    },
  ],
  texts: [
    {
      id: 'comment',
      text: say(
        'What helped you to work together this quarter, or got in the way? Please do not name people.',
        'Apa yang membantu atau menghambat kerja sama Anda triwulan ini? Mohon jangan menyebut nama orang.',
      ),
    },
  ],
  readiness: {
    tie: 'mode',
    modes: [
      {
        id: 'cooperation',
        title: say('Cooperation', 'Kerja sama'),
        level: 1,
        scales: { trust: 40, commitment: 40, goals: 40 },
        reach: 0.5,
      },
      {
        id: 'coordination',
        title: say('Coordination', 'Koordinasi'),
        level: 2,
        scales: { trust: 55, commitment: 55, goals: 55 },
        reach: 0.5,
      },
      {
        id: 'collaboration',
        title: say('Collaboration', 'Kolaborasi'),
        level: 3,
        scales: { trust: 70, commitment: 70, goals: 70 },
        reach: 0.5,
      },
    ],
  },
});
