import type { Item, Stream } from '../../connect/connector';
import type { Page, Reader } from '../../connect/reader';
import { isWangshuError } from '../../domain/errors';
import { EVIDENCE, type Drift } from '../../ingest/drift';
import { compileMapping } from '../../ingest/map/compile';
import { compileRow, isBad } from '../../ingest/row';
import type { IngestResult } from '../../ingest/run';
import { altered, changed } from '../altered';
import type { Bench } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';
import { withReader, type Scratch } from '../scratch';
import { lastRows } from '../sound-rows';

const NEW = 'wangshu_acceptance_new_column';
const TYPE = 'wangshu_acceptance_type';

/** An item that a row may lack: neither key nor cursor, nor what says that a row is gone, nor what the mapping insists on. */
async function spareItem(bench: Bench, stream: Stream): Promise<Item | undefined> {
  const { key, cursor, deletes } = stream.spec;
  const spare = [...stream.items.values()].filter(
    ({ name }) =>
      !key.includes(name) &&
      name !== cursor &&
      !(typeof deletes === 'object' && name in deletes.tombstone),
  );
  const [sound] = await lastRows(bench, stream);
  if (sound === undefined) return spare[0];
  const toRow = compileRow(stream, bench.idKey);
  const toMentions = compileMapping(stream, bench.idKey, bench.connector.spec.timeZone);
  return (
    spare.find(({ from }) => {
      const keyed = toRow({ ...sound.row, values: { ...sound.row.values, [from]: null } });
      return !isBad(keyed) && toMentions(keyed.key, keyed.raw).ok;
    }) ?? spare[0]
  );
}

/** Whether the reader tells what its source offers, and not what it is asked for: only so can anyone notice a change. */
async function askReader(bench: Bench, stream: Stream, item: Item | undefined): Promise<string> {
  if (bench.connector.spec.reader.kind === 'push') return 'nothing reads it';
  const source = bench.source(stream);
  const fields = [...source.fields.filter((field) => field !== item?.from), NEW];
  const columns = new Set<string>();
  let rows = 0;
  const tried = `asked the reader of ${stream.name} for a column that is not there`;
  try {
    for await (const page of bench.read(stream, { stream: { ...source, fields } })) {
      rows += page.rows.length;
      for (const name of page.columns) columns.add(name);
      if (rows >= EVIDENCE) break;
    }
  } catch (error) {
    if (isWangshuError(error))
      return `the reader refuses a column that is not there (${error.code})`;
    throw error;
  }
  ensure(
    rows === 0 || columns.size > 0,
    tried,
    'the columns that the source offers are required on a page with rows, the reader names none; a change would never be noticed',
  );
  ensure(
    !columns.has(NEW),
    tried,
    'the columns that the source offers are required, the reader names those that it is asked for; one that is gone would never be noticed',
  );
  return item === undefined || columns.has(item.from)
    ? 'the reader tells what the source offers'
    : 'the reader tells what is gone, and does not see columns that nobody asked for';
}

const CHANGES = ['newColumn', 'missingColumn', 'retypedColumn'] as const;
type Change = (typeof CHANGES)[number];

/** The same source with one change of its columns. */
function drifted(reader: Reader, change: Change, item: Item): Reader {
  if (change === 'newColumn')
    return changed(
      reader,
      (row) => ({ ...row, values: { ...row.values, [NEW]: 'x' } }),
      (columns) => [...columns, NEW],
    );
  if (change === 'missingColumn')
    return changed(
      reader,
      (row) => ({ ...row, values: { ...row.values, [item.from]: null } }),
      (columns) => columns.filter((name) => name !== item.from),
    );
  return altered(reader, async function* (pages) {
    for await (const page of pages)
      yield page.types === undefined
        ? page
        : { ...page, types: { ...page.types, [item.from]: TYPE } };
  });
}

/** Whether the run names the column of a change in its report. */
async function isReported(
  scratch: Scratch,
  { runId }: IngestResult,
  change: Change,
  column: string,
): Promise<boolean> {
  const { rows } = await scratch.db.query<{ drift: Drift | null }>(
    'SELECT drift FROM sync_run_stream WHERE run_id = $1',
    [runId],
  );
  return rows.some(({ drift }) => {
    if (drift === null) return false;
    if (change === 'retypedColumn')
      return drift.retypedColumns.some((each) => each.column === column && each.is === TYPE);
    return drift[`${change}s`].includes(column);
  });
}

/** Whether the contract stops a run at a change; of a source that declares no columns, many rows must prove that one is gone. */
function stops({ spec }: Stream, pages: readonly Page[], change: Change): boolean {
  const proved = pages.some(
    ({ columns, columnsDeclared, rows }) =>
      columns.length > 0 && (columnsDeclared === true || rows.length >= EVIDENCE),
  );
  return spec.drift[change] === 'stop' && (change !== 'missingColumn' || proved);
}

export const driftCase: Case = {
  name: 'drift',
  promise: {
    zh: '结构变化按约定处理并报告，新列从不发布',
    en: 'new, missing and retyped columns act as the contract says, are reported, and a new column is never kept',
  },
  async run(bench) {
    const { connector } = bench;
    let stream: Stream | undefined;
    for (const each of connector.streams)
      if (stream === undefined && (await bench.rowsOf(each)).length > 0) stream = each;
    if (stream === undefined) throw new NotApplicable('it has no rows');
    const item = await spareItem(bench, stream);
    if (item === undefined) throw new NotApplicable('it has no item beside key and cursor');
    const told = await askReader(bench, stream, item);
    const pages = await bench.readOf(stream);
    const typed = pages.some(({ types }) => types?.[item.from] !== undefined);
    const tried = `asked the reader of ${stream.name} for a column that is not there; then let the source offer a column that nobody declared, none of its ${item.name}${typed ? ', and that one in another type' : ''}`;
    const one = { ...connector, streams: [stream] };
    const own = stream;
    return bench.scratch(async (scratch) => {
      const run = (reader: Reader): Promise<IngestResult> =>
        scratch.ingest({ connector: withReader(one, reader), full: true });
      await run(bench.reader());
      const before = await scratch.state();
      const said = [told];
      for (const change of CHANGES) {
        const column = change === 'newColumn' ? NEW : item.from;
        if (change === 'retypedColumn' && !typed) {
          said.push('another type: not tried, the reader declares none');
          continue;
        }
        const result = await run(drifted(bench.reader(), change, item));
        const { status, error } = result;
        const stop = stops(own, pages, change);
        ensure(
          stop
            ? error?.code === 'SOURCE_DRIFT' && error.message.includes(column)
            : status === 'SUCCEEDED',
          tried,
          `${change}: ${stop ? 'a run that stops with SOURCE_DRIFT and names the column' : 'a run that succeeds'} is required by the contract (${own.spec.drift[change]}), it ended ${status} (${error?.message ?? ''})`,
        );
        ensure(
          stop || (await isReported(scratch, result, change, column)),
          tried,
          `${change}: a report that names the column is required, there is none`,
        );
        said.push(`${change}: ${stop ? 'stopped the run' : 'reported'}`);
      }
      const { rows } = await scratch.db.query<{ n: number }>(
        'SELECT (SELECT count(*) FROM record WHERE payload ? $1) + (SELECT count(*) FROM quarantine WHERE raw ? $1) AS n',
        [NEW],
      );
      ensure(rows[0]?.n === 0, tried, 'a column that nobody declared may not be kept, it was');
      await run(bench.reader());
      const after = await scratch.state();
      ensure(
        after.records === before.records && after.graph === before.graph,
        tried,
        'the same records and graph are required when the columns are again as they were, they differ',
      );
      return {
        tried,
        saw: `${said.join('; ')}; the new column was never kept, and nothing is lost when all is again as it was`,
      };
    });
  },
};
