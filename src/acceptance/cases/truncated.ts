import type { Reader } from '../../connect/reader';
import { bounded, cutAfter } from '../altered';
import type { Bench } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

const TRIED =
  'landed the whole, then a read that ended after half of the rows of each stream as if that were all, an empty one, and one whose line was cut; then the whole again';

interface Cut {
  readonly name: string;
  readonly reader: Reader;
  readonly pageSize?: number;
  /** How such a run must end: nobody may take it for a good one. */
  readonly code: string | null;
}

async function cutsOf(bench: Bench): Promise<Cut[]> {
  const counts = new Map<string, number>();
  for (const stream of bench.connector.streams)
    counts.set(stream.name, (await bench.rowsOf(stream)).length);
  const half = (name: string): number => Math.floor((counts.get(name) ?? 0) / 2);
  const pageSize = await bench.smallPage();
  return [
    {
      name: 'half of the rows',
      reader: bounded(bench.reader(), ({ name }) => half(name)),
      code: 'SOURCE_SHRUNK',
    },
    { name: 'none', reader: bounded(bench.reader(), 0), code: 'SOURCE_SHRUNK' },
    {
      name: 'a cut line',
      reader: cutAfter(bench.reader(), 1),
      pageSize,
      code: null,
    },
  ];
}

export const truncatedCase: Case = {
  name: 'truncated',
  promise: { zh: '快照不完整时不删除任何记录', en: 'a snapshot that is cut short deletes nothing' },
  async run(bench) {
    const snapshots = bench.connector.streams.filter(({ spec }) => spec.deletes === 'snapshot');
    if (snapshots.length === 0)
      throw new NotApplicable('no stream of it says by its absence that a row is gone');
    return bench.scratch(async (scratch) => {
      const whole = await scratch.ingest();
      ensure(
        whole.status === 'SUCCEEDED',
        TRIED,
        `a first run that succeeds is required, it ended ${whole.status} (${whole.error?.message ?? ''})`,
      );
      const before = await scratch.live();
      let held = 0;
      for (const { id } of snapshots)
        held +=
          (
            await scratch.db.query<{ n: number }>(
              'SELECT count(*) AS n FROM record WHERE stream_id = $1 AND deleted_at IS NULL',
              [id],
            )
          ).rows[0]?.n ?? 0;
      if (held < 2)
        throw new NotApplicable('its snapshots have too few rows for one to be cut short');
      const said: string[] = [];
      for (const { name, code, ...cut } of await cutsOf(bench)) {
        const { counts, status, error } = await scratch.ingest({ ...cut, full: true });
        const after = await scratch.live();
        ensure(
          counts.removed === 0 && after === before,
          TRIED,
          `${name}: nothing may be removed, ${String(before - after)} of ${String(before)} rows were; is maxRemoval right in connector.yaml?`,
        );
        ensure(
          status === 'FAILED' && (code === null || error?.code === code),
          TRIED,
          `${name}: a run that ends as FAILED${code === null ? '' : ` (${code})`} is required, it ended ${status} (${error?.code ?? 'without an error'})`,
        );
        said.push(`${name}: ${error?.code ?? status}`);
      }
      const again = await scratch.ingest({ full: true });
      ensure(
        again.status === 'SUCCEEDED' && (await bench.isClean(await scratch.state())),
        TRIED,
        `the same records and graph are required when the whole comes again, the run ended ${again.status} (${again.error?.message ?? 'they differ'})`,
      );
      return {
        tried: TRIED,
        saw: `${String(held)} rows of snapshots, none removed (${said.join(', ')}); the same records and graph in the end`,
      };
    });
  },
};
