import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';
import { bounded } from '../altered';

export const truncatedCase: Case = {
  name: 'truncated',
  promise: { zh: '快照不完整时不删除任何记录', en: 'a snapshot that is cut short deletes nothing' },
  async run(bench) {
    const snapshots = bench.connector.streams.filter(({ spec }) => spec.deletes === 'snapshot');
    if (snapshots.length === 0)
      throw new NotApplicable('no stream of it says by its absence that a row is gone');
    const counts = await Promise.all(
      snapshots.map(async (stream) => (await bench.rowsOf(stream)).length),
    );
    const tried = `landed the whole, then a read that ended after half of the rows as if that were all, then an empty one`;
    return bench.scratch(async (scratch) => {
      await scratch.ingest();
      const live = async (): Promise<number> =>
        (
          await scratch.db.query<{ n: number }>(
            'SELECT count(*) AS n FROM record WHERE deleted_at IS NULL',
          )
        ).rows[0]?.n ?? 0;
      const before = await live();
      for (const rows of [Math.floor(Math.max(...counts) / 2), 0]) {
        const { counts: done } = await scratch.ingest({
          reader: bounded(bench.reader(), rows),
          full: true,
        });
        const after = await live();
        ensure(
          done.removed === 0 && after === before,
          tried,
          `nothing may be removed, ${String(before - after)} of ${String(before)} rows were`,
        );
      }
      return { tried, saw: `${String(before)} rows before, ${String(before)} after` };
    });
  },
};
