import type { Case } from '../case';
import { ensure } from '../outcome';
import { isSame } from '../scratch';

export const twiceCase: Case = {
  name: 'twice',
  promise: {
    zh: '全量读取两次结果相同，第二次不落地',
    en: 'two full reads are equal, and the second lands nothing',
  },
  run: (bench) =>
    bench.scratch(async (scratch) => {
      const tried = 'read everything into an empty hub, then read everything again';
      const first = await scratch.ingest();
      ensure(
        first.status === 'SUCCEEDED',
        tried,
        `a run that succeeds is required, it ended ${first.status} (${first.error?.message ?? ''})`,
      );
      const before = await scratch.state();
      const second = await scratch.ingest({ full: true });
      ensure(
        second.status === 'SUCCEEDED',
        tried,
        `the second run ended ${second.status} (${second.error?.message ?? ''})`,
      );
      const { counts } = first;
      const { landed, deleted, removed } = second.counts;
      // A key that stands in the source in several forms is landed again in each, and ends as it was.
      const doubled = counts.landed + counts.deleted - (await records(scratch.db));
      ensure(
        landed + deleted <= doubled * 2 && removed === 0,
        tried,
        `nothing new is required the second time, ${String(landed)} landed, ${String(deleted)} deleted, ${String(removed)} removed; does the source change while it is read, or is its order another each time?`,
      );
      ensure(
        isSame(await scratch.state(), before),
        tried,
        'the same records and the same graph are required after the second read, they differ',
      );
      return {
        tried,
        saw: `read ${String(counts.read)} = ${String(counts.landed)} landed + ${String(counts.unchanged)} unchanged + ${String(counts.quarantined)} quarantined + ${String(counts.deleted)} deleted; the second time ${String(landed)} landed, the same records and graph`,
      };
    }),
};

/** Records, those that are deleted among them. */
async function records(db: {
  query(text: string): Promise<{ rows: { n: number }[] }>;
}): Promise<number> {
  return (await db.query('SELECT count(*) AS n FROM record')).rows[0]?.n ?? 0;
}
