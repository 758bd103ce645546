/**
 * What a folder holds, written last: a folder without its marker is half made and is made again. The databases carry
 * the same id, so that a folder and a server that do not belong together are noticed.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Raised whenever the same parameters would make other data. */
export const FORMAT = 2;

export interface Parameters {
  readonly seed: number;
  readonly residents: number;
  /** `YYYY-MM-DD`: the data reach to the end of the day before. */
  readonly asOf: string;
}

export interface Marker extends Parameters {
  readonly format: number;
  readonly counts: Readonly<Record<string, number>>;
}

const FILE = 'district.json';

/** Sixteen hexadecimal digits that stand for the data these parameters make. */
export function districtId({ seed, residents, asOf }: Parameters): string {
  const text = JSON.stringify([FORMAT, seed, residents, asOf]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The marker of a folder; undefined where there is none, or one of another format. */
export function readMarker(folder: string): Marker | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const marker = parse(text);
  return marker?.format === FORMAT ? marker : undefined;
}

function parse(text: string): Marker | undefined {
  try {
    return JSON.parse(text) as Marker;
  } catch {
    // A marker that is not JSON was cut off while it was written: as good as none.
    return undefined;
  }
}

export function writeMarker(folder: string, marker: Marker): void {
  const file = join(folder, FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(marker, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

export function removeMarker(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}
