import { keysetOf, type CursorRow } from '../../db/keyset';
import { WangshuError } from '../../domain/errors';
import { Parameters, rowsOf } from './statement';
import type { PageArgs, PageOf, Reading } from './types';

/** Reads about the hub's own work: how fresh each source is, what runs did, what waits in quarantine. No values of rows. */
export interface SyncRunRow {
  readonly id: string;
  readonly connector: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly fullRead: boolean;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly streams: readonly SyncRunStreamRow[];
}

export interface SyncRunStreamRow {
  readonly streamId: number;
  readonly read: number;
  readonly landed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly deleted: number;
  readonly removed: number;
  readonly mentions: number;
  readonly links: number;
}

export interface QuarantineRow {
  readonly id: string;
  readonly streamId: number;
  readonly stage: 'READ' | 'KEY' | 'MAP';
  readonly place: string;
  readonly item: string | null;
  readonly code: string;
  readonly message: string;
  readonly key: string | null;
  readonly runId: string;
  readonly connectorVersion: string | null;
  readonly status: 'OPEN' | 'RESOLVED' | 'DISCARDED';
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly closedAt: Date | null;
}

const RUN = `s.id, s.connector, s.status, s.full_read AS "fullRead", s.started_at AS "startedAt", s.finished_at AS "finishedAt",
  s.error_code AS "errorCode", s.error_message AS "errorMessage",
  coalesce((SELECT json_agg(json_build_object('streamId', n.stream_id, 'read', n.rows_read, 'landed', n.landed, 'unchanged', n.unchanged,
     'quarantined', n.quarantined, 'deleted', n.deleted, 'removed', n.removed, 'mentions', n.mentions, 'links', n.links) ORDER BY n.stream_id)
     FROM sync_run_stream n WHERE n.run_id = s.id), '[]') AS streams`;
const QUARANTINE = `q.id, q.stream_id AS "streamId", q.stage, q.place, q.item, q.code, q.message, q.key, q.run_id AS "runId",
  q.connector_version AS "connectorVersion", q.status, q.first_seen AS "firstSeen", q.last_seen AS "lastSeen", q.closed_at AS "closedAt"`;

/** Connectors of which the caller may read at least one stream. */
function connectorsOf({ catalogue, scope }: Reading): string[] {
  return catalogue.connectors
    .filter(({ streams }) => streams.some(({ id }) => scope.streams.includes(id)))
    .map(({ id }) => id);
}

/** Runs, latest first. */
export async function readSyncRunPage(options: {
  readonly reading: Reading;
  readonly connector: string | null;
  readonly status: string | null;
  readonly page: PageArgs;
}): Promise<PageOf<SyncRunRow>> {
  const { reading, connector, status, page } = options;
  const parameters = new Parameters();
  const where = [
    `s.connector = ANY (${parameters.add(connectorsOf(reading), 'text[]')})`,
    ...(connector === null ? [] : [`s.connector = ${parameters.add(connector, 'text')}`]),
    ...(status === null ? [] : [`s.status = ${parameters.add(status, 'text')}`]),
  ];
  const keyset = keysetOf(
    [
      { sql: 's.started_at', type: 'timestamptz', direction: 'DESC' },
      { sql: 's.id', type: 'uuid', direction: 'DESC' },
    ],
    page,
    parameters.next,
  );
  parameters.addAll(keyset.values);
  const rows = await rowsOf<SyncRunRow & CursorRow>(
    reading.db,
    `SELECT ${RUN}, ${keyset.cursorColumn} FROM sync_run s WHERE ${where.join(' AND ')} AND ${keyset.where}
      ORDER BY ${keyset.orderBy} LIMIT ${String(keyset.limit)}`,
    parameters,
  );
  return keyset.pageOf(rows, ({ cursor_values: _, ...row }) => row);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function readSyncRuns(options: {
  readonly reading: Reading;
  readonly ids: readonly string[];
}): Promise<Map<string, SyncRunRow>> {
  const { reading, ids } = options;
  const parameters = new Parameters();
  const wanted = parameters.add(
    ids.filter((id) => UUID.test(id)),
    'uuid[]',
  );
  const connectors = parameters.add(connectorsOf(reading), 'text[]');
  const rows = await rowsOf<SyncRunRow>(
    reading.db,
    `SELECT ${RUN} FROM sync_run s WHERE s.id = ANY (${wanted}) AND s.connector = ANY (${connectors})`,
    parameters,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Of each connector: the end of its last good run, and its latest run. */
export async function readConnectorStates(options: {
  readonly reading: Reading;
}): Promise<Map<string, { freshAt: Date | null; lastRun: SyncRunRow | null }>> {
  const { reading } = options;
  const parameters = new Parameters();
  const connectors = parameters.add(connectorsOf(reading), 'text[]');
  const rows = await rowsOf<SyncRunRow & { freshAt: Date | null }>(
    reading.db,
    `SELECT ${RUN}, (SELECT max(g.finished_at) FROM sync_run g WHERE g.connector = s.connector AND g.status = 'SUCCEEDED') AS "freshAt"
       FROM unnest(${connectors}) AS c (id)
      CROSS JOIN LATERAL (SELECT * FROM sync_run r WHERE r.connector = c.id ORDER BY r.started_at DESC, r.id DESC LIMIT 1) s`,
    parameters,
  );
  return new Map(rows.map(({ freshAt, ...lastRun }) => [lastRun.connector, { freshAt, lastRun }]));
}

function needsRight({ scope }: Reading): void {
  if (scope.rights.has('quarantine')) return;
  throw new WangshuError(
    'FORBIDDEN',
    'the right quarantine is required to see rows that were set aside, your role does not have it',
  );
}

/** Rows set aside, latest first. WangshuError FORBIDDEN without the right 'quarantine'. */
export async function readQuarantinePage(options: {
  readonly reading: Reading;
  readonly connector: string | null;
  readonly status: string | null;
  readonly page: PageArgs;
}): Promise<PageOf<QuarantineRow>> {
  const { reading, connector, status, page } = options;
  needsRight(reading);
  const streams = [...reading.catalogue.streams.values()]
    .filter(({ id }) => reading.scope.streams.includes(id))
    .filter((stream) => connector === null || stream.connector === connector)
    .map(({ id }) => id);
  const parameters = new Parameters();
  const where = [
    `q.stream_id = ANY (${parameters.add(streams, 'int[]')})`,
    ...(status === null ? [] : [`q.status = ${parameters.add(status, 'text')}`]),
  ];
  const keyset = keysetOf(
    [
      { sql: 'q.first_seen', type: 'timestamptz', direction: 'DESC' },
      { sql: 'q.id', type: 'uuid', direction: 'DESC' },
    ],
    page,
    parameters.next,
  );
  parameters.addAll(keyset.values);
  const rows = await rowsOf<QuarantineRow & CursorRow>(
    reading.db,
    `SELECT ${QUARANTINE}, ${keyset.cursorColumn} FROM quarantine q WHERE ${where.join(' AND ')} AND ${keyset.where}
      ORDER BY ${keyset.orderBy} LIMIT ${String(keyset.limit)}`,
    parameters,
  );
  return keyset.pageOf(rows, ({ cursor_values: _, ...row }) => row);
}

export async function readQuarantine(options: {
  readonly reading: Reading;
  readonly ids: readonly string[];
}): Promise<Map<string, QuarantineRow>> {
  const { reading, ids } = options;
  if (!reading.scope.rights.has('quarantine')) return new Map();
  const parameters = new Parameters();
  const wanted = parameters.add(
    ids.filter((id) => UUID.test(id)),
    'uuid[]',
  );
  const streams = parameters.add(reading.scope.streams, 'int[]');
  const rows = await rowsOf<QuarantineRow>(
    reading.db,
    `SELECT ${QUARANTINE} FROM quarantine q WHERE q.id = ANY (${wanted}) AND q.stream_id = ANY (${streams})`,
    parameters,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
