import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { watchAlerts, type AlertWatch } from '../../../src/observe';
import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { testReceiver, type Receiver } from '../../support/receiver';
import { writeSource } from '../jobs/sources';

export interface Told {
  readonly type: string;
  readonly data: {
    readonly alert: string;
    readonly kind: string;
    readonly subject: string;
    readonly facts: Record<string, unknown>;
  };
}

export interface RanRun {
  readonly code?: string;
  readonly kind?: 'READ' | 'BACKFILL' | 'REPLAY' | 'PUSH';
  readonly read?: number;
  readonly quarantined?: number;
}

export interface RanPlan {
  readonly status: string;
  /** A nightly plan, of this time. */
  readonly slot?: Date;
  readonly retryOf?: string;
  /** Minutes ago. */
  readonly began?: number;
  readonly ended?: number;
}

/** A hub of two sources, `hotline` and `police`, whose alerts go to a receiver on loopback. */
export interface AlertHub {
  readonly db: TestHub['db'];
  readonly folder: TestFolder;
  readonly robot: Receiver;
  readonly log: string[];
  watch(settings?: {
    format?: 'standard' | 'wecom' | 'dingtalk';
    told?: boolean;
    nightAfter?: (moment: Date) => Date;
    connectors?: string[];
  }): AlertWatch;
  /** Loads the catalogue again, as a restart with other files would. */
  load(): Promise<void>;
  ran(connector: string, status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED', run?: RanRun): Promise<void>;
  /** A plan that ended; its id. */
  planned(plan: RanPlan): Promise<string>;
  told(): Told[];
  /** What was told, as `source.failed.began police`. */
  words(): string[];
  close(): Promise<void>;
}

export const NEVER = new Date(8.64e15);

export async function alertHub(): Promise<AlertHub> {
  const folder = testFolder();
  writeSource(folder, 'hotline');
  writeSource(folder, 'police');
  const hub = await testHub();
  const { db } = hub;
  const load = (): Promise<void> => hub.load([`${folder.path}/connectors`]);
  await load();
  // A hub of an hour ago, so that nothing is late yet.
  await db.query(`UPDATE connector SET loaded_at = now() - interval '1 hour'`);
  const receiver = await testReceiver();
  let gone: Promise<void> | null = null;
  // A test may have closed it already.
  const robot = { ...receiver, close: () => (gone ??= receiver.close()) };
  const log: string[] = [];
  const watches: AlertWatch[] = [];
  const told = (): Told[] => robot.received.map(({ body }) => JSON.parse(body) as Told);
  return {
    ...{ db, folder, robot, log, load, told },
    words: () => told().map(({ type, data }) => `${type} ${data.subject}`),
    watch(settings = {}) {
      const { format = 'standard', nightAfter = () => NEVER } = settings;
      const opened = watchAlerts({
        ...{ db, connectors: settings.connectors ?? ['hotline', 'police'] },
        receiver:
          settings.told === false
            ? null
            : { url: `${robot.url}/hook`, secret: 'a-secret', format, timeZone: 'Asia/Shanghai' },
        ...{ everySeconds: 3_600, quarantine: { rows: 10, share: 0.2 }, missedAfterMinutes: 60 },
        nightAfter,
        logger: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
      });
      watches.push(opened);
      return opened;
    },
    async ran(connector, status, { code, kind = 'READ', read = 0, quarantined = 0 } = {}) {
      const id = randomUUID();
      await db.query(
        `INSERT INTO sync_run (id, connector, kind, status, started_at, finished_at, error_code, error_message)
         VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp(), $5, 'a sentence with 110101199003071234')`,
        [id, connector, kind, status, code ?? null],
      );
      await db.query(
        `INSERT INTO sync_run_stream (run_id, stream_id, rows_read, landed, quarantined)
         SELECT $1, id, $3::int, $3::int - $4::int, $4::int FROM stream WHERE connector = $2`,
        [id, connector, read, quarantined],
      );
      if (status === 'SUCCEEDED')
        await db.query('UPDATE stream SET data_as_of = now() WHERE connector = $1', [connector]);
    },
    async planned({ status, slot, retryOf, began = 0, ended = 0 }) {
      const id = randomUUID();
      await db.query(
        `INSERT INTO plan_run (id, slot, retry_of, connectors, status, started_at, finished_at)
         VALUES ($1, $2, $3, '{}', $4, clock_timestamp() - make_interval(mins => $5), clock_timestamp() - make_interval(mins => $6))`,
        [id, slot ?? null, retryOf ?? null, status, began, ended],
      );
      return id;
    },
    async close() {
      await Promise.all(watches.splice(0).map((watch) => watch.close()));
      await robot.close();
      await hub.close();
      folder.remove();
    },
  };
}
