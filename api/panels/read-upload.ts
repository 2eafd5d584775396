import type { PanelReading } from '@rapport/surveys/panel-assembly';
import { readPanelFiles, readPanelJson } from '@rapport/surveys/panel-files';
import { unzipSync } from 'fflate';

/** What is read of a ZIP, in bytes unpacked: a network of sixty agencies over twenty waves has twelve million. */
const LARGEST = 24 * 1024 * 1024;

/**
 * A whole panel from an uploaded file: a ZIP of its folder, or the JSON document, alone or in a ZIP. Faults are named as for a
 * folder: file, line, column.
 */
export function readUpload(bytes: Uint8Array): PanelReading {
  if (!isZip(bytes)) return readJson(bytes);
  const files = unpacked(bytes);
  if (typeof files === 'string') return fault(files);
  const [only, ...others] = files;
  if (only && others.length === 0 && only[0].endsWith('.json') && only[0] !== 'network.json') return readJson(only[1]);
  return readPanelFiles(files);
}

const isZip = ([a, b]: Uint8Array): boolean => a === 0x50 && b === 0x4b;
const fault = (message: string): PanelReading => ({ faults: [{ file: '', row: null, column: null, message }] });

function readJson(bytes: Uint8Array): PanelReading {
  try {
    return readPanelJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof TypeError) return fault('the file is neither a ZIP nor JSON in UTF-8');
    throw error;
  }
}

/** The CSV and JSON files of the folder in a ZIP by their bare names, or what is the matter with it. */
function unpacked(bytes: Uint8Array): Map<string, Uint8Array> | string {
  let total = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      // Sizes are as the ZIP says; more than that is never unpacked.
      filter: ({ name, originalSize }) => {
        const wanted = /\.(csv|json)$/.test(name) && !/(^|\/)(__MACOSX\/|\.)/.test(name);
        if (wanted) total += originalSize;
        return wanted && total <= LARGEST;
      },
    });
  } catch (error) {
    return `the ZIP can’t be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (total > LARGEST) return `the ZIP holds more than ${LARGEST / 1024 / 1024} MB; the command line reads larger ones`;
  const paths = Object.keys(entries).sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const network = paths.find((path) => /(^|\/)network\.json$/.test(path)) ?? paths[0];
  if (network === undefined) return 'the ZIP holds no CSV or JSON file';
  const folder = network.slice(0, network.lastIndexOf('/') + 1);
  return new Map(
    paths.flatMap((path) => {
      const bytesOf = entries[path];
      const name = path.slice(folder.length);
      return bytesOf && path.startsWith(folder) && !name.includes('/') ? [[name, bytesOf] as const] : [];
    }),
  );
}

const depth = (path: string): number => path.split('/').length;
