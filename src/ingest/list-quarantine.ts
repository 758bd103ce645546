import type { Queryable } from '../db/pool';

/** A row that was set aside, as the hub's operator sees it: where it stands and why, never what it says. */
export interface SetAside {
  readonly id: string;
  readonly connector: string;
  readonly stream: string;
  readonly stage: 'READ' | 'KEY' | 'MAP';
  readonly place: string;
  readonly item: string | null;
  readonly code: string;
  readonly message: string;
  /** The hub's key of the row; null: it has none. */
  readonly key: string | null;
  readonly run: string;
  readonly connectorVersion: string | null;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** Open rows of quarantine, latest first, and how many there are in all. `connector` null: of every source. */
export async function listQuarantine(
  db: Queryable,
  options: { readonly connector: string | null; readonly limit: number },
): Promise<{ rows: SetAside[]; total: number }> {
  const { rows } = await db.query<SetAside & { total: number }>(
    `SELECT q.id, s.connector, s.name AS stream, q.stage, q.place, q.item, q.code, q.message, q.key, q.run_id AS run,
            q.connector_version AS "connectorVersion", q.first_seen AS "firstSeen", q.last_seen AS "lastSeen",
            count(*) OVER () AS total
       FROM quarantine q JOIN stream s ON s.id = q.stream_id
      WHERE q.status = 'OPEN' AND ($1::text IS NULL OR s.connector = $1)
      ORDER BY q.first_seen DESC, q.id DESC LIMIT $2`,
    [options.connector, options.limit],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
