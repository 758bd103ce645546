import type {
  Checkpoint,
  Page,
  Reader,
  ReadRequest,
  SourceRow,
  StreamSource,
} from '../connect/reader';

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
 * Ends after so many rows (of each stream, or as many as of this one) as if the source ended there, the same rows whatever the
 * page size and wherever a read was broken: how many were taken stands in the checkpoint. A page that is cut keeps the checkpoint
 * before it, so that nothing is passed over.
 */
export function bounded(reader: Reader, most: number | ((stream: StreamSource) => number)): Reader {
  return {
    ...altered(reader, (pages) => pages),
    async *read(request) {
      const rows = typeof most === 'number' ? most : most(request.stream);
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

/** Each row as `change` makes it. A page that says nothing of its columns says nothing of others either. */
export function changed(
  reader: Reader,
  change: (row: SourceRow, stream: StreamSource) => SourceRow,
  columns: (columns: readonly string[], stream: StreamSource) => readonly string[] = (same) => same,
): Reader {
  return altered(reader, async function* (pages, { stream }) {
    for await (const page of pages) {
      const rows = page.rows.map((row) => change(row, stream));
      yield {
        ...page,
        rows,
        columns: page.columns.length === 0 ? [] : columns(page.columns, stream),
      };
    }
  });
}

/** Only the rows that `keep` says: the others are not there yet, or not any more. */
export function only(
  reader: Reader,
  keep: (row: SourceRow, stream: StreamSource) => boolean,
): Reader {
  return altered(reader, async function* (pages, { stream }) {
    for await (const page of pages)
      yield { ...page, rows: page.rows.filter((row) => keep(row, stream)) };
  });
}

/** Every checkpoint as `move` makes it, as if the source had said another time. */
export function moved(
  reader: Reader,
  move: (checkpoint: Checkpoint, stream: StreamSource) => Checkpoint,
): Reader {
  return altered(reader, async function* (pages, { stream }) {
    for await (const page of pages) yield { ...page, checkpoint: move(page.checkpoint, stream) };
  });
}
