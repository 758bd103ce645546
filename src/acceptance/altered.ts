import type { Checkpoint, Page, Reader, ReadRequest, SourceRow } from '../connect/reader';

/** Readers between a live one and ingest: they do to its pages what a bad night would. */
export function altered(
  reader: Reader,
  pages: (pages: AsyncIterable<Page>, request: ReadRequest) => AsyncIterable<Page>,
): Reader {
  return {
    check: (signal) => reader.check(signal),
    discover: (signal) => reader.discover(signal),
    read: (request) => pages(reader.read(request), request),
    close: () => reader.close(),
  };
}

/** What a bounded reader keeps with the checkpoint of the reader within. */
interface Bound {
  readonly taken: number;
  readonly at: Checkpoint;
}

const boundOf = (checkpoint: Checkpoint): Bound =>
  typeof checkpoint?.['taken'] === 'number'
    ? (checkpoint as unknown as Bound)
    : { taken: 0, at: checkpoint };

/**
 * Ends after so many rows as if the source ended there, the same rows whatever the page size and wherever a read was
 * broken: how many were taken stands in the checkpoint. A page that is cut keeps the checkpoint before it, so that nothing is
 * passed over.
 */
export function bounded(reader: Reader, rows: number): Reader {
  return {
    ...altered(reader, (pages) => pages),
    async *read(request) {
      const from = boundOf(request.checkpoint);
      let taken = request.fresh ? 0 : from.taken;
      let at = from.at;
      const wrap = (): Checkpoint => ({ taken, at });
      if (taken >= rows) {
        yield { rows: [], unreadable: [], columns: [], checkpoint: wrap() };
        return;
      }
      for await (const page of reader.read({ ...request, checkpoint: from.at })) {
        const part = page.rows.slice(0, rows - taken);
        taken += part.length;
        if (part.length === page.rows.length) at = page.checkpoint;
        yield { ...page, rows: part, checkpoint: wrap() };
        if (taken >= rows) return;
      }
    },
  };
}

/** The line is cut after so many pages. */
export function cutAfter(reader: Reader, count: number): Reader {
  return altered(reader, async function* (pages) {
    let seen = 0;
    for await (const page of pages) {
      if (seen === count) throw new Error('the line was cut on purpose');
      seen += 1;
      yield page;
    }
    if (seen <= count) throw new Error('the line was cut on purpose');
  });
}

/** Each row as `change` makes it; `i` counts through the whole read. */
export function changed(
  reader: Reader,
  change: (row: SourceRow, i: number) => SourceRow,
  columns: (columns: readonly string[]) => readonly string[] = (same) => same,
): Reader {
  return altered(reader, async function* (pages) {
    let i = 0;
    for await (const page of pages) {
      const rows = page.rows.map((row) => change(row, i++));
      yield { ...page, rows, columns: page.columns.length === 0 ? [] : columns(page.columns) };
    }
  });
}
