import type { Case } from '../case';
import { ensure } from '../outcome';

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
      const before = await scratch.digest();
      const second = await scratch.ingest({ full: true });
      ensure(
        second.status === 'SUCCEEDED',
        tried,
        `the second run ended ${second.status} (${second.error?.message ?? ''})`,
      );
      const { landed, deleted, removed } = second.counts;
      // A key that stands in the source in several forms is landed again in each, and ends as it was.
      const doubled = first.counts.landed - (await records(scratch.db));
      ensure(
        landed <= doubled * 2 && removed === 0,
        tried,
        `nothing new is required the second time, ${String(landed)} landed, ${String(deleted)} deleted, ${String(removed)} removed; does the source change while it is read, or is its order another each time?`,
      );
      ensure(
        (await scratch.digest()) === before,
        tried,
        'the same graph is required after the second read, it differs',
      );
      const counts = first.counts;
      return {
        tried,
        saw: `read ${String(counts.read)} = ${String(counts.landed)} landed + ${String(counts.unchanged)} unchanged + ${String(counts.quarantined)} quarantined + ${String(counts.deleted)} deleted; the second time ${String(landed)} landed, the same graph`,
      };
    }),
};

async function records(db: {
  query(text: string): Promise<{ rows: { n: number }[] }>;
}): Promise<number> {
  return (await db.query('SELECT count(*) AS n FROM record')).rows[0]?.n ?? 0;
}
