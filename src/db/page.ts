/** A page of a list as callers ask for it (Relay): first/after forward, last/before backward. */
export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface PageOf<Row> {
  readonly rows: readonly Row[];
  /** Opaque keyset cursor of each row, aligned with rows. */
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export const DEFAULT_PAGE_SIZE = 20;

export function emptyPage<Row>(): PageOf<Row> {
  return { rows: [], cursors: [], hasNextPage: false, hasPreviousPage: false };
}
