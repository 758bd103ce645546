import type { Catalogue, Connector } from '../connect/connector';
import { inTransaction, type Db, type Tx } from '../db/pool';

/**
 * Writes the catalogue's connectors and streams down, so that runs, API and steward see the same ones. Idempotent. What it has
 * no more (removed, renamed, a draft again) is retired, not deleted: records and quarantine are still of it, and it may come
 * back. Whoever waits for sources waits for the others alone. A connector that cannot be used now is not gone: it fails.
 */
export async function registerCatalogue(db: Db, catalogue: Catalogue): Promise<void> {
  await inTransaction(db, async (tx) => {
    await retireOthers(tx, catalogue);
    for (const connector of catalogue.connectors) {
      await tx.query(
        `INSERT INTO connector (id, version, spec) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, spec = excluded.spec, loaded_at = now()
           WHERE connector.version <> excluded.version`,
        [connector.id, connector.version, JSON.stringify(publicSpec(connector))],
      );
      for (const stream of connector.streams) {
        await tx.query(
          `INSERT INTO stream (id, connector, name, department, record_type) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (id) DO UPDATE SET department = excluded.department, record_type = excluded.record_type, retired = false
             WHERE (stream.department, stream.record_type, stream.retired)
                   IS DISTINCT FROM (excluded.department, excluded.record_type, false)`,
          [stream.id, connector.id, stream.name, connector.spec.department.code, stream.recordType],
        );
      }
    }
  });
}

/** Those whose record type changes are among them for a moment: a type may go from one stream to another. */
async function retireOthers(tx: Tx, { connectors, unusable }: Catalogue): Promise<void> {
  const streams = connectors.flatMap((connector) => connector.streams);
  await tx.query(
    `UPDATE stream SET retired = true
      WHERE NOT retired AND NOT connector = ANY ($3) AND NOT EXISTS (
        SELECT FROM unnest($1::int[], $2::text[]) AS kept (id, record_type)
         WHERE (kept.id, kept.record_type) = (stream.id, stream.record_type))`,
    [
      streams.map(({ id }) => id),
      streams.map(({ recordType }) => recordType),
      [...unusable.keys()],
    ],
  );
}

/** The spec without its reader: secrets are expanded there. */
function publicSpec({ spec }: Connector): unknown {
  const { reader, ...rest } = spec;
  return { ...rest, reader: { kind: reader.kind } };
}
