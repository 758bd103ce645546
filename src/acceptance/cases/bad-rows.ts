import { replaySource } from '../../ingest/replay';
import { changed } from '../altered';
import { withReader } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

/** Every so-manieth row is spoilt. */
const EVERY = 10;

export const badRowsCase: Case = {
  name: 'bad-rows',
  promise: {
    zh: '坏行逐行计数、隔离、可重放',
    en: 'bad rows are counted exactly, set aside, and come back when the source gives them well',
  },
  async run(bench) {
    const { connector } = bench;
    const stream = connector.streams[0];
    if (stream === undefined) throw new NotApplicable('it has no stream');
    const keyFrom = stream.items.get(stream.spec.key[0] ?? '')?.from ?? '';
    const tried = `spoilt the key of every tenth row of ${stream.name} with a half character, then gave the rows well again`;
    const one = { ...connector, streams: [stream] };
    return bench.scratch(async (scratch) => {
      const total = (await bench.rowsOf(stream)).length;
      if (total < EVERY) throw new NotApplicable('it has too few rows to spoil some');
      const usual = await scratch.ingest({ connector: withReader(one, bench.reader()) });
      await scratch.db.query(
        'TRUNCATE record, mention, claim, bridge, doorplate, quarantine; UPDATE stream SET checkpoint = NULL',
      );
      const spoilt = changed(bench.reader(), (row, i) =>
        i % EVERY === 0
          ? { ...row, values: { ...row.values, [keyFrom]: `\ud800${String(i)}` } }
          : row,
      );
      const { counts } = await scratch.ingest({ connector: withReader(one, spoilt), full: true });
      const expected = Math.ceil(total / EVERY);
      const { rows } = await scratch.db.query<{ n: number }>(
        `SELECT count(*) AS n FROM quarantine WHERE stage = 'READ' AND code = 'ENCODING_INVALID' AND status = 'OPEN'`,
      );
      ensure(
        rows[0]?.n === expected,
        tried,
        `${String(expected)} rows are required in quarantine, ${String(rows[0]?.n)} are`,
      );
      ensure(
        counts.landed + counts.unchanged + counts.quarantined + counts.deleted === counts.read,
        tried,
        'landed + unchanged + quarantined + deleted = read is required, it does not add up',
      );
      const replayed = await replaySource({ db: scratch.db, connector: one, idKey: bench.idKey });
      const mended = await scratch.ingest({
        connector: withReader(one, bench.reader()),
        full: true,
      });
      const records = await scratch.db.query<{ n: number }>('SELECT count(*) AS n FROM record');
      ensure(
        mended.counts.quarantined === usual.counts.quarantined,
        tried,
        `${String(usual.counts.quarantined)} quarantined rows are required of the well ones, ${String(mended.counts.quarantined)} are`,
      );
      return {
        tried,
        saw: `${String(expected)} of ${String(total)} spoilt rows in quarantine, none landed; replayed ${String(replayed.tried)} others; given well again ${String(records.rows[0]?.n)} records stand`,
      };
    });
  },
};
