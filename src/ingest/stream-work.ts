import type { Connector, Stream } from '../connect/connector';
import type { Db, Tx } from '../db/pool';
import type { Uuid } from '../domain/ids';
import { fenced, type Lease } from './lease';
import { compileMapping } from './map/compile';
import { compileRow } from './row';

/** A stream with its two compiled functions, and the run that works on it. */
export interface StreamWork {
  readonly stream: Stream;
  readonly runId: Uuid;
  readonly connectorVersion: Uuid;
  readonly toRow: ReturnType<typeof compileRow>;
  readonly toMentions: ReturnType<typeof compileMapping>;
  /** Whether the next rows are likely all new (a first load): they then go straight into their table. */
  readonly hope: { allNew: boolean };
  /** One transaction of this run; nothing is written once a later run has the source (LEASE_LOST). */
  readonly write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

export function workOn(options: {
  readonly db: Db;
  readonly connector: Connector;
  readonly stream: Stream;
  readonly idKey: string;
  readonly lease: Lease;
}): StreamWork {
  const { db, connector, stream, idKey, lease } = options;
  return {
    stream,
    runId: lease.runId,
    connectorVersion: connector.version,
    toRow: compileRow(stream, idKey),
    toMentions: compileMapping(stream, idKey, connector.spec.timeZone),
    hope: { allNew: false },
    write: (work) => fenced(db, lease, work),
  };
}
