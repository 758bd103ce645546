import { changed } from '../altered';
import { withReader } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

const NEW = 'wangshu_acceptance_new_column';

export const driftCase: Case = {
  name: 'drift',
  promise: {
    zh: '结构变化按约定处理并报告，新列从不发布',
    en: 'new and missing columns act as the contract says, are reported, and a new column is never kept',
  },
  async run(bench) {
    const [stream] = bench.connector.streams;
    if (stream === undefined || (await bench.rowsOf(stream)).length === 0)
      throw new NotApplicable('it has no rows');
    const gone = [...stream.items.values()].find(
      ({ name }) => !stream.spec.key.includes(name) && name !== stream.spec.cursor,
    );
    const tried = `let ${stream.name} offer a column that nobody declared, then none of its ${gone?.name ?? 'columns'}`;
    const one = { ...bench.connector, streams: [stream] };
    return bench.scratch(async (scratch) => {
      const wider = changed(
        bench.reader(),
        (row) => ({ ...row, values: { ...row.values, [NEW]: 'x' } }),
        (columns) => [...columns, NEW],
      );
      const first = await scratch.ingest({ connector: withReader(one, wider) });
      const stops = stream.spec.drift.newColumn === 'stop';
      ensure(
        (first.error?.code === 'SOURCE_DRIFT') === stops,
        tried,
        `the contract says ${stream.spec.drift.newColumn} of new columns, the run ended ${first.status}`,
      );
      const { rows } = await scratch.db.query<{ kept: boolean; drift: string | null }>(
        `SELECT EXISTS (SELECT FROM record WHERE payload ? $1) AS kept, (SELECT max(drift::text) FROM sync_run_stream) AS drift`,
        [NEW],
      );
      ensure(
        rows[0]?.kept === false,
        tried,
        'a column that nobody declared may not be kept, it was',
      );
      ensure(
        stops || (rows[0]?.drift?.includes(NEW) ?? false),
        tried,
        'a report of the new column is required, there is none',
      );
      if (gone === undefined) return { tried, saw: 'the new column was reported and not kept' };
      const narrower = changed(
        bench.reader(),
        (row) => row,
        (columns) => columns.filter((name) => name !== gone.from),
      );
      const second = await scratch.ingest({ connector: withReader(one, narrower), full: true });
      const ends = stream.spec.drift.missingColumn === 'stop';
      ensure(
        (second.error?.code === 'SOURCE_DRIFT') === ends,
        tried,
        `the contract says ${stream.spec.drift.missingColumn} of missing columns, the run ended ${second.status}`,
      );
      return {
        tried,
        saw: `the new column was reported and not kept; the missing one ${ends ? 'stopped the run' : 'was reported'}`,
      };
    });
  },
};
