import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertRead, type Bench } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';
import type { Scratch } from '../scratch';

const START_LIMIT_MS = 60_000;
const STARTED = 'started the ingest in a process of its own';

/** Moments at which the process is ended: pages that it landed; 0 is as soon as its run has begun. */
const MOMENTS = [0, 1, 3];

async function count(scratch: Scratch, text: string): Promise<number> {
  return (await scratch.db.query<{ n: number }>(text)).rows[0]?.n ?? 0;
}

/** Starts the ingest in a process of its own and ends it, as a power cut would, so many pages on. False: it was quicker. */
async function killOnce(
  bench: Bench,
  scratch: Scratch,
  pageSize: number,
  moment: number,
): Promise<boolean> {
  const pages = (): Promise<number> =>
    count(scratch, 'SELECT coalesce(sum(pages), 0) AS n FROM sync_run_stream');
  const runs = (): Promise<number> => count(scratch, 'SELECT count(*) AS n FROM sync_run');
  const before = [await pages(), await runs()] as const;
  const come = async (): Promise<boolean> =>
    moment === 0 ? (await runs()) > before[1] : (await pages()) >= before[0] + moment;
  const child = bench.spawnIngest(scratch.url, pageSize);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const state = { over: false };
  void ended.then(() => (state.over = true));
  const deadline = Date.now() + START_LIMIT_MS;
  while (!state.over && !(await come())) {
    if (Date.now() >= deadline) child.kill('SIGKILL');
    ensure(Date.now() < deadline, STARTED, 'a page in time is required, none was landed');
    await sleep(2);
  }
  await sleep(Math.random() * 20);
  const killed = !state.over && child.kill('SIGKILL');
  const [code] = await ended;
  ensure(
    killed || code === 0,
    STARTED,
    `an end without an error is required, it ended with exit code ${String(code)}`,
  );
  // As whoever finds it dead would write it down.
  const { rowCount } = await scratch.db.query(
    `UPDATE sync_run SET status = 'FAILED', error_code = 'RUN_CANCELLED', finished_at = now() WHERE status = 'RUNNING'`,
  );
  return rowCount === 1;
}

export const killCase: Case = {
  name: 'kill',
  promise: {
    zh: '任意时刻强杀进程（kill -9），图谱与不中断一致',
    en: 'killed at random points (kill -9), the graph is that of a run without a break',
  },
  async run(bench) {
    assertRead(bench);
    const pageSize = await bench.smallPage();
    const tried = `ingested in pages of ${String(pageSize)} rows in a process of its own, ended it with kill -9 as soon as its run had begun, and after 1 and 3 pages more, then let it finish`;
    const { counts } = await bench.clean();
    if (counts.read === 0) throw new NotApplicable('it has no rows');
    return bench.scratch(async (scratch) => {
      let killed = 0;
      for (const moment of MOMENTS)
        if (await killOnce(bench, scratch, pageSize, moment)) killed += 1;
      if (killed === 0)
        throw new NotApplicable(
          'each run ended before it could be killed; a larger source, or more --rows, would show it',
        );
      const { status, error } = await scratch.ingest({ pageSize });
      ensure(
        status === 'SUCCEEDED',
        tried,
        `the last run ended ${status} (${error?.message ?? ''})`,
      );
      ensure(
        await bench.isClean(await scratch.state()),
        tried,
        'the same records and graph are required, they differ',
      );
      return {
        tried,
        saw: `killed ${String(killed)} of ${String(MOMENTS.length)} times while a run was under way; the same records and graph`,
      };
    });
  },
};
