import type { Catalogue, Connector } from '../connect/connector';
import type { Db } from '../db/pool';
import { inTransaction } from '../db/pool';

/** Writes the catalogue's connectors and streams down, so that runs, API and steward see the same ones. Idempotent. */
export async function registerCatalogue(db: Db, catalogue: Catalogue): Promise<void> {
  await inTransaction(db, async (tx) => {
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
           ON CONFLICT (id) DO UPDATE SET department = excluded.department, record_type = excluded.record_type
             WHERE (stream.department, stream.record_type) IS DISTINCT FROM (excluded.department, excluded.record_type)`,
          [stream.id, connector.id, stream.name, connector.spec.department.code, stream.recordType],
        );
      }
    }
  });
}

/** The spec without its reader: secrets are expanded there. */
function publicSpec({ spec }: Connector): unknown {
  const { reader, ...rest } = spec;
  return { ...rest, reader: { kind: reader.kind } };
}
