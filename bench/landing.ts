/**
 * Landing against plain COPY: 500,000 rows of about 270 bytes into the table `record`, first load and a reload with 2 %
 * changed, each beside a COPY of the same rows into a table of the same shape. Runs in alternation, prints medians.
 *
 *   node --import tsx bench/landing.ts [rows] [rounds]
 */
import { randomUUID } from 'node:crypto';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SourceRow } from '../src/connect/reader';
import { copyLine } from '../src/db/copy';
import { inTransaction, openPool, type Db } from '../src/db/pool';
import { compileMapping } from '../src/ingest/map/compile';
import { ingestPage, preparePage, type PreparedPage } from '../src/ingest/page';
import { prefetch } from '../src/ingest/prefetch';
import { compileRow } from '../src/ingest/row';
import type { StreamWork } from '../src/ingest/stream-work';
import { benchDatabase, median, seconds } from './support';
import { benchStream } from './stream';

const ROWS = Number(process.argv[2] ?? 500_000);
const ROUNDS = Number(process.argv[3] ?? 3);
const PAGE = 10_000;
type Version = (i: number) => number;
const ID_KEY = 'a-key-for-benchmarks-only-0123456789';

/** Rows are made page by page, as a reader would: the hub never holds a source in memory. Making them counts as landing. */
async function* pages(work: StreamWork, version: Version): AsyncGenerator<PreparedPage> {
  const columns = [...work.stream.items.keys()];
  for (let at = 0; at < ROWS; at += PAGE) {
    const rows = Array.from({ length: Math.min(PAGE, ROWS - at) }, (_, i) =>
      row(at + i, version(at + i)),
    );
    yield await preparePage(work, { rows, unreadable: [], columns, checkpoint: { at } });
  }
}

function row(i: number, version: number): SourceRow {
  return {
    place: `row ${i}`,
    values: {
      id: String(i),
      name: `居民${i % 1000}`,
      address: `和平路${i % 200}号阳光小区${i % 40}号楼${i % 4}单元${100 + (i % 20)}室`,
      phone: `100${String(i).padStart(8, '0')}`,
      note: `${'x'.repeat(120)}${i % 97}`,
      updated: `2026-01-01 00:00:${String(version % 60).padStart(2, '0')}`,
    },
  };
}

async function land(db: Db, work: StreamWork, version: Version): Promise<number> {
  return seconds(async () => {
    for await (const page of prefetch(pages(work, version)))
      await inTransaction(db, (tx) => ingestPage(tx, work, page));
  });
}

/** The peer: the same rows as finished COPY text, sent in one statement into a table of the same shape and indexes. */
async function plainCopy(db: Db, work: StreamWork): Promise<number> {
  await db.query(`DROP TABLE IF EXISTS plain; CREATE TABLE plain (LIKE record INCLUDING ALL)`);
  const chunks: Buffer[] = [];
  for (let at = 0; at < ROWS; at += 2_000) {
    let text = '';
    for (let i = at; i < Math.min(at + 2_000, ROWS); i += 1) {
      const keyed = work.toRow(row(i, 0));
      if ('fault' in keyed) throw new Error('the benchmark made a bad row');
      text += copyLine([
        work.stream.id,
        keyed.key,
        keyed.hash,
        keyed.payload,
        work.runId,
        '2026-01-01',
        null,
      ]);
    }
    chunks.push(Buffer.from(text));
  }
  return seconds(async () => {
    const tx = await db.connect();
    try {
      await pipeline(Readable.from(chunks), tx.query(copyFrom('COPY plain FROM STDIN')));
    } finally {
      tx.release();
    }
  });
}

async function main(): Promise<void> {
  const database = await benchDatabase();
  const db = openPool(database.url);
  const stream = benchStream();
  const bytes = Buffer.byteLength(JSON.stringify(row(0, 0).values));
  const first: number[] = [];
  const reload: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const work: StreamWork = {
      stream,
      runId: randomUUID(),
      toRow: compileRow(stream, ID_KEY),
      connectorVersion: randomUUID(),
      hope: { allNew: true },
      write: (each) => inTransaction(db, each),
      toMentions: compileMapping(stream, ID_KEY, 'Asia/Shanghai'),
    };
    await db.query('TRUNCATE record, mention, claim, unresolved, touched');
    const copy = await plainCopy(db, work);
    const landed = await land(db, work, () => 0);
    const changed = await land(db, work, (i) => (i % 50 === 0 ? 1 : 0));
    first.push(copy / landed);
    reload.push(copy / changed);
    console.log(
      `round ${round + 1}: COPY ${copy.toFixed(2)} s, first load ${landed.toFixed(2)} s, reload ${changed.toFixed(2)} s`,
    );
  }
  console.log(
    `${ROWS} rows of ${bytes} bytes; ratio to plain COPY (rows per second, median of ${ROUNDS}): first load ${median(first).toFixed(2)}, reload with 2 % changed ${median(reload).toFixed(2)}`,
  );
  await db.end();
  await database.close();
}

void main();
