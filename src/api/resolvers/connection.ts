import type { PageOf } from '../../graph/read/types';

export interface EdgeOf<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface ConnectionOf<Edge> {
  readonly edges: Edge[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** A page of rows as a Relay connection; `edge` makes what stands beside the cursor. */
export function connectionOf<Row, Edge extends object>(
  page: PageOf<Row>,
  edge: (row: Row) => Edge,
): ConnectionOf<Edge & { cursor: string }> {
  const { rows, cursors, hasNextPage, hasPreviousPage } = page;
  return {
    edges: rows.map((row, index) => ({ ...edge(row), cursor: cursors[index] ?? '' })),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: cursors[0] ?? null,
      endCursor: cursors[rows.length - 1] ?? null,
    },
  };
}
