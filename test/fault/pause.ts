import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../src/db/pool';

/** A statement of one kind that stops in its middle, as often as it comes, until `go`. */
export interface Pause {
  /** Resolves when one has stopped there; its session. */
  asleep(limitMs?: number): Promise<number>;
  /** Whether one stands there now. */
  isAsleep(): Promise<boolean>;
  /** The next ones go through; the one that stands there sleeps its time out. */
  go(): Promise<void>;
}

/** `statement` as a trigger names it: INSERT ON record. */
export async function pauseIn(db: Db, statement: string, seconds: number): Promise<Pause> {
  await db.query(`
    CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM hub_setting WHERE name = 'pause') THEN PERFORM pg_sleep(${String(seconds)}); END IF;
        RETURN NULL;
      END $$;
    CREATE TRIGGER pause AFTER ${statement} FOR EACH STATEMENT EXECUTE FUNCTION pause();
    INSERT INTO hub_setting (name, value) VALUES ('pause', 'true')`);
  const sleeper = async (): Promise<number | undefined> => {
    const { rows } = await db.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
    );
    return rows[0]?.pid;
  };
  return {
    async asleep(limitMs = 20_000) {
      const deadline = Date.now() + limitMs;
      for (;;) {
        const pid = await sleeper();
        if (pid !== undefined) return pid;
        if (Date.now() > deadline) throw new Error(`${statement} is required in time`);
        await sleep(20);
      }
    },
    isAsleep: async () => (await sleeper()) !== undefined,
    async go() {
      await db.query(`DELETE FROM hub_setting WHERE name = 'pause'`);
    },
  };
}

/** What each stage writes, to be stopped in the middle of it. */
export const STATEMENTS: readonly (readonly [stage: string, statement: string])[] = [
  ['ingest', 'INSERT ON record'],
  ['resolve', 'UPDATE ON mention'],
  ['stitch', 'INSERT ON link_end'],
  ['trend', 'INSERT ON trend_cell'],
];
