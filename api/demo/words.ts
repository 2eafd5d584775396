import type { Panel, Wave } from '@rapport/surveys/panel';
import type { Cast } from './members.ts';
import type { Chance } from './random.ts';

interface Said {
  /** First and last wave in which somebody could say so, from 1. */
  waves: [from: number, to: number];
  en: string;
  id: string;
}

const SAID: readonly Said[] = [
  {
    waves: [1, 2],
    en: 'I still put faces to names. We have not worked on anything yet.',
    id: 'Saya masih mengenali wajah satu per satu. Belum ada yang kami kerjakan bersama.',
  },
  {
    waves: [1, 2],
    en: 'The grant says collaborate. Nobody asked whether we have the time.',
    id: 'Di hibah tertulis kolaborasi. Tidak ada yang bertanya apakah kami punya waktu.',
  },
  {
    waves: [1, 3],
    en: 'We compete for the same money, and that sits in the room.',
    id: 'Kami memperebutkan dana yang sama, dan itu terasa di ruangan.',
  },
  {
    waves: [2, 3],
    en: 'The breakfasts help. It is easier to ring someone you have had coffee with.',
    id: 'Sarapan bersama membantu. Lebih mudah menelepon orang yang pernah ngopi bersama.',
  },
  {
    waves: [3, 4],
    en: 'After the two days I know at last what we are doing this for.',
    id: 'Setelah dua hari itu saya akhirnya tahu untuk apa kami melakukan ini.',
  },
  {
    waves: [3, 4],
    en: 'Good talk, but my manager has not changed what she counts.',
    id: 'Pembicaraannya bagus, tetapi atasan saya masih menghitung hal yang sama.',
  },
  {
    waves: [4, 5],
    en: 'Working through a case with other agencies changed how I see theirs.',
    id: 'Membahas kasus bersama lembaga lain mengubah cara saya melihat mereka.',
  },
  {
    waves: [5, 6],
    en: 'The referral form saves me an hour a week.',
    id: 'Formulir rujukan menghemat satu jam saya setiap minggu.',
  },
  {
    waves: [5, 6],
    en: 'The Tuesday meetings work when the right people come.',
    id: 'Pertemuan hari Selasa berjalan baik kalau orang yang tepat hadir.',
  },
  {
    waves: [5, 9],
    en: 'Privacy rules still stop us where a phone call would do.',
    id: 'Aturan privasi masih menghalangi kami, padahal satu telepon saja cukup.',
  },
  {
    waves: [7, 7],
    en: 'With two posts gone we cancel meetings first. I am not proud of it.',
    id: 'Dengan dua posisi hilang, rapatlah yang pertama kami batalkan. Saya tidak bangga.',
  },
  {
    waves: [7, 7],
    en: 'Everyone looks after their own again since the cut.',
    id: 'Sejak pemotongan dana semua kembali mengurus diri sendiri.',
  },
  {
    waves: [7, 8],
    en: 'The shared worker held our families together when we could not.',
    id: 'Pekerja bersama itu mendampingi keluarga kami saat kami tidak sanggup.',
  },
  {
    waves: [8, 9],
    en: 'That evening was hard and good. People offered rooms without being asked.',
    id: 'Malam itu berat tetapi baik. Orang menawarkan ruangan tanpa diminta.',
  },
  {
    waves: [8, 9],
    en: 'We say no to each other now, and it does no harm.',
    id: 'Sekarang kami bisa saling menolak, dan tidak apa-apa.',
  },
  {
    waves: [8, 9],
    en: 'Four of us move faster than the rest. That is fine, as long as the door stays open.',
    id: 'Empat dari kami bergerak lebih cepat. Tidak masalah, asal pintunya tetap terbuka.',
  },
  {
    waves: [8, 9],
    en: 'We still find out too late when a family changes its address.',
    id: 'Kami masih terlambat tahu ketika sebuah keluarga pindah alamat.',
  },
];

/** Open answers: each thing is said by at most one person a wave, in that person's language. */
export function demoTexts(waves: readonly Wave[], takers: readonly Cast[][], random: Chance): Panel['texts'] {
  return waves.flatMap(({ wave }, k) => {
    const sayable = random.shuffled(SAID.filter(({ waves: [from, to] }) => from <= k + 1 && k + 1 <= to));
    const writers = random.shuffled(takers[k] ?? []);
    return sayable.slice(0, writers.length).map((said, i) => {
      const writer = writers[i];
      if (!writer) throw new RangeError('no writer left');
      return { wave, member: writer.row.member, question: 'comment', text: said[writer.person.language] };
    });
  });
}
