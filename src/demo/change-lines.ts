/** What the changes of all departments share: which rows change, and how a file is put in the place of another. */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isoMoment, type Moment } from './clock';

/** Whether the row of this key is among those that change. */
export function isChosen(key: string, share: number, seed: number): boolean {
  const hash = createHash('md5').update(`${key}/${seed}`).digest();
  return hash.readUInt32BE(0) < share * 0x1_0000_0000;
}

/** Readers see the old file or the new one, never half of either. */
export function replace(path: string, content: string | Buffer): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

/**
 * Changed lines of a file of JSON lines go to the end with the new time, so that the file stays in the order of change.
 * `changedAt` is the field of that time (default `gxsj`), `form` how the department writes it. Returns how many changed.
 */
export function changeLines(
  path: string,
  o: {
    item: string;
    to: string | number;
    share: number;
    seed: number;
    at: Moment;
    form?: (moment: Moment) => string;
    changedAt?: string;
  },
): number {
  const { form = isoMoment, changedAt = 'gxsj' } = o;
  const kept: string[] = [];
  const changed: string[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    if (!isChosen(line, o.share, o.seed)) kept.push(line);
    else {
      const row = JSON.parse(line) as Record<string, unknown>;
      changed.push(JSON.stringify({ ...row, [o.item]: o.to, [changedAt]: form(o.at) }));
    }
  }
  replace(path, [...kept, ...changed].map((line) => `${line}\n`).join(''));
  return changed.length;
}
