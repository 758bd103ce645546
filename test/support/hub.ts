import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Catalogue } from '../../src/connect/connector';
import { loadCatalogue } from '../../src/connect/load';
import { openPool, type Db } from '../../src/db/pool';
import { graphDigest, stitch, type Stitched } from '../../src/graph';
import { registerCatalogue } from '../../src/ingest/register';
import { ingestConnector, type IngestOptions, type IngestResult } from '../../src/ingest/run';
import { resolveMentions } from '../../src/resolve';
import { testDatabase, type TestDatabase } from './database';
import { FOR_GOOD } from './for-good';

/** One key for all tests, so that two hubs make the same ids. */
export const TEST_ID_KEY = 'a-key-for-tests-only-0123456789abcdef';
export const TEST_TIME_ZONE = 'Asia/Shanghai';

/** A hub on a database of its own: connectors in, nights run, graph compared. */
export interface TestHub {
  readonly db: Db;
  readonly url: string;
  catalogue: Catalogue;
  /** Loads connector folders (again), as a restart with changed YAML would. */
  load(folders: readonly string[], env?: Record<string, string>): Promise<void>;
  ingest(connector: string, options?: Partial<IngestOptions>): Promise<IngestResult>;
  /** Resolve and stitch. */
  settle(): Promise<Stitched>;
  /** All given sources (default: every one, in order of the catalogue), then resolve and stitch. */
  night(connectors?: readonly string[]): Promise<IngestResult[]>;
  digest(): Promise<string>;
  close(): Promise<void>;
}

/** `on`: a database that the test made itself, migrated. */
export async function testHub(on?: TestDatabase): Promise<TestHub> {
  const database = on ?? (await testDatabase());
  const db = openPool(database.url, { max: 4 });
  const empty = loadCatalogue({ folders: [], env: {} });
  const hub: TestHub = {
    db,
    url: database.url,
    catalogue: empty,
    async load(folders, env = {}) {
      hub.catalogue = loadCatalogue({ folders, env });
      await registerCatalogue(db, hub.catalogue);
    },
    ingest: (connector, options = {}) =>
      ingestConnector({
        db,
        connector: hub.catalogue.connector(connector),
        idKey: TEST_ID_KEY,
        ...options,
      }),
    async settle() {
      await resolveMentions({ db });
      return stitch({ db, timeZone: TEST_TIME_ZONE });
    },
    async night(connectors = hub.catalogue.connectors.map(({ id }) => id)) {
      const results: IngestResult[] = [];
      for (const connector of connectors) results.push(await hub.ingest(connector));
      await hub.settle();
      return results;
    },
    digest: () => graphDigest({ db }),
    async close() {
      await db.end();
      await database.drop();
    },
  };
  return hub;
}

/** A folder for connectors and the files they read; gone with `remove`. */
export interface TestFolder {
  readonly path: string;
  write(name: string, content: string | Buffer): string;
  remove(): void;
}

export function testFolder(): TestFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'wangshu-test-'));
  return {
    path: folder,
    write(name, content) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(folder, FOR_GOOD),
  };
}
