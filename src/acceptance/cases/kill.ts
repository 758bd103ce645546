import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Scratch } from '../bench';
import type { Case } from '../case';
import { ensure, NotApplicable } from '../outcome';

const KILLS = 3;
const START_LIMIT_MS = 60_000;

/** Starts the ingest in a process of its own and ends it, as a power cut would, once a page more than before is landed. */
async function killOnce(bench: Bench, scratch: Scratch, pageSize: number): Promise<boolean> {
  const pages = async (): Promise<number> =>
    (
      await scratch.db.query<{ n: number }>(
        'SELECT coalesce(sum(pages), 0) AS n FROM sync_run_stream',
      )
    ).rows[0]?.n ?? 0;
  const before = await pages();
  const child = bench.spawnIngest(scratch.url, pageSize);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const state = { over: false };
  void ended.then(() => (state.over = true));
  const deadline = Date.now() + START_LIMIT_MS;
  while (!state.over && (await pages()) === before) {
    ensure(
      Date.now() < deadline,
      'started the ingest in a process of its own',
      'a page in time is required, none was landed',
    );
    await sleep(5);
  }
  await sleep(Math.random() * 30);
  const killed = !state.over && child.kill('SIGKILL');
  const [code] = await ended;
  ensure(
    killed || code === 0,
    'started the ingest in a process of its own',
    `an end without an error is required, it ended with exit code ${String(code)}`,
  );
  await scratch.db.query(
    `UPDATE sync_run SET status = 'FAILED', error_code = 'RUN_CANCELLED', finished_at = now() WHERE status = 'RUNNING'`,
  );
  return killed;
}

export const killCase: Case = {
  name: 'kill',
  promise: {
    zh: '任意时刻强杀进程（kill -9），图谱与不中断一致',
    en: 'killed at random points (kill -9), the graph is that of a run without a break',
  },
  async run(bench) {
    if (bench.connector.spec.reader.kind === 'push')
      throw new NotApplicable('its batches are one transaction each; nothing reads them');
    const pageSize = await bench.smallPage();
    const tried = `ingested in pages of ${String(pageSize)} rows in a process of its own, ended it with kill -9 up to ${String(KILLS)} times, then let it finish`;
    const clean = await bench.scratch(async (scratch) => {
      await scratch.ingest();
      return scratch.digest();
    });
    return bench.scratch(async (scratch) => {
      let killed = 0;
      for (let i = 0; i < KILLS; i += 1) if (await killOnce(bench, scratch, pageSize)) killed += 1;
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
      ensure((await scratch.digest()) === clean, tried, 'the same graph is required, it differs');
      return { tried, saw: `killed ${String(killed)} times; the same graph` };
    });
  },
};
