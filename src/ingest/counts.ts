/**
 * What became of the rows of one stream in one run. For every run and page:
 * landed + unchanged + quarantined + deleted = read.
 */
export interface Counts {
  read: number;
  landed: number;
  unchanged: number;
  quarantined: number;
  deleted: number;
  /** Rows gone from a complete snapshot; they were not read. */
  removed: number;
  mentions: number;
  links: number;
}

export function noCounts(): Counts {
  return {
    read: 0,
    landed: 0,
    unchanged: 0,
    quarantined: 0,
    deleted: 0,
    removed: 0,
    mentions: 0,
    links: 0,
  };
}

export function addCounts(into: Counts, more: Counts): void {
  for (const name of Object.keys(into) as (keyof Counts)[]) into[name] += more[name];
}
