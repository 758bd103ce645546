import { SCRATCH_ID_KEY } from '../../src/acceptance/kit';
import { measureRead } from '../../src/acceptance/measure';
import { openPool } from '../../src/db/pool';
import { sourceOf } from '../../src/ingest/read-stream';
import { ingestConnector } from '../../src/ingest/run';
import { bounded } from '../../src/acceptance/altered';
import { withReader } from '../../src/acceptance/scratch';
import { planted, type Plant, type Row } from './acceptance-visits';

/** Readers with a fault that shows in a process of its own alone; `acceptance-child FOLDER PLANT ingest|read …` works with one. */
const MANY = JSON.parse(
  JSON.stringify(
    Array.from({ length: 2_500 }, (_, i) => ({
      id: `v${String(i)}`,
      changed: '2026-03-01 00:00:00',
      day: '2026-03-01',
      title: `${String(i)} `.repeat(600),
    })),
  ),
) as readonly Row[];

/** Rows that were not held before they were asked for, as those of a source. */
const fresh = (row: Row): Row => JSON.parse(JSON.stringify(row)) as Row;

export const PLANTS: Readonly<Record<string, Plant>> = {
  good: {},
  /** Each checkpoint is that of the next page: where a run is broken off there, a page is passed over. */
  'checkpoint-ahead': {
    async *pages(pages) {
      for (const [i, page] of pages.entries()) {
        await new Promise((done) => setTimeout(done, 10));
        yield { ...page, checkpoint: (pages[i + 1] ?? page).checkpoint };
      }
    },
  },
  /** Long rows, given and forgotten. */
  lean: {
    rows: () => MANY,
    async *pages(pages) {
      for (const page of pages) {
        const rows = page.rows.map(({ place, values }) => ({ place, values: fresh(values) }));
        yield await Promise.resolve({ ...page, rows });
      }
    },
  },
  /** The whole source is taken in before the first page is given. */
  hoarding: {
    rows: () => MANY,
    async *pages(pages) {
      const all = pages.map((page) => ({
        ...page,
        rows: page.rows.map(({ place, values }) => ({ place, values: fresh(values) })),
      }));
      for (const page of all) yield await Promise.resolve(page);
      all.length = 0;
    },
  },
};

async function main([
  folder = '',
  plant = '',
  what = '',
  target = '',
  size = '1',
]: string[]): Promise<void> {
  const connector = planted(folder, PLANTS[plant] ?? {});
  const pageSize = Number(size);
  if (what === 'read') {
    const [stream] = connector.streams;
    if (stream === undefined || stream.name !== target) throw new Error(`no stream ${target}`);
    const measured = await measureRead(() => connector.openReader(), sourceOf(stream), pageSize);
    process.stdout.write(JSON.stringify(measured));
    return;
  }
  const db = openPool(target, { max: 4 });
  const reader = bounded(connector.openReader(), 20_000);
  await ingestConnector({
    db,
    idKey: SCRATCH_ID_KEY,
    connector: withReader(connector, reader, pageSize),
  });
  await db.end();
}

if (require.main === module)
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
