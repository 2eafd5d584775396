import { reviveRelease, type ReleasedAnalysis } from '@rapport/analytics/release';
import type { Locale } from '@rapport/messages/runtime';
import { standing } from '@rapport/messages/words/standing';
import { zipSync } from 'fflate';
import type { Services } from '../context.ts';
import { heavy } from '../heavy/heavy.ts';
import { chartPicture, type CHARTS } from './chart-picture.ts';
import { leadCsv, leadXlsx } from './lead-tables.ts';
import { tieFiles } from './tie-files.ts';

/** The release as tables, its ties as a zip of graph files, or one of its charts as a PNG. */
export type FileKind =
  { format: 'csv' | 'xlsx' | 'graphml' } | { format: 'png'; chart: (typeof CHARTS)[number]; locale: Locale };

export interface ReleaseFileTask {
  network: string;
  /** A lead's release as JSON, which a thread is handed faster than the objects. */
  release: string;
  kind: FileKind;
}

/** A file of a lead's release; null where it has nothing to draw. */
export async function releaseFile(task: ReleaseFileTask): Promise<Uint8Array<ArrayBuffer> | null> {
  const { network, kind } = task;
  const release = reviveRelease(task.release);
  const encoder = new TextEncoder();
  switch (kind.format) {
    case 'csv':
      return encoder.encode(leadCsv(release));
    case 'xlsx':
      return leadXlsx(release);
    case 'graphml': {
      const files = [...tieFiles(release)].map(([path, text]) => [`${network}-ties/${path}`, encoder.encode(text)]);
      return Uint8Array.from(zipSync(Object.fromEntries(files) as Record<string, Uint8Array>));
    }
    case 'png': {
      const then = standing(release);
      const picture = then && (await chartPicture({ ...kind, then }));
      return picture ? Uint8Array.from(picture) : null;
    }
  }
}

const making = new WeakMap<ReleasedAnalysis, Map<string, ReturnType<typeof releaseFile>>>();

/** The file, made beside the requests; who asks for the same while it is made gets the same. */
export function madeReleaseFile(
  services: Pick<Services, 'db' | 'threadsOn'>,
  network: string,
  release: ReleasedAnalysis,
  kind: FileKind,
): ReturnType<typeof releaseFile> {
  const files = making.get(release) ?? new Map<string, ReturnType<typeof releaseFile>>();
  making.set(release, files);
  const key = JSON.stringify(kind);
  const running = files.get(key);
  if (running) return running;
  const file = heavy(services, 'releaseFile', { network, release: JSON.stringify(release), kind });
  files.set(key, file);
  const done = () => files.delete(key);
  file.then(done, done);
  return file;
}
