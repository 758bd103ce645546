import { createHmac, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { watchAlerts, type AlertWatch } from '../../../src/observe';
import { testHub, testFolder, type TestFolder, type TestHub } from '../../support/hub';
import { testReceiver, type Receiver } from '../../support/receiver';
import { writeSource } from '../jobs/sources';

interface Told {
  readonly type: string;
  readonly data: {
    readonly alert: string;
    readonly kind: string;
    readonly subject: string;
    readonly facts: Record<string, unknown>;
  };
}

const NEVER = new Date(8.64e15);

describe('alerts', () => {
  let folder: TestFolder;
  let hub: TestHub;
  let robot: Receiver;
  let log: string[];
  const watches: AlertWatch[] = [];

  beforeEach(async () => {
    folder = testFolder();
    writeSource(folder, 'hotline');
    writeSource(folder, 'police');
    hub = await testHub();
    await hub.load([`${folder.path}/connectors`]);
    // A hub of last year, so that a night could have been missed.
    await hub.db.query(`UPDATE connector SET loaded_at = now() - interval '1 hour'`);
    robot = await testReceiver();
    log = [];
  });
  afterEach(async () => {
    await Promise.all(watches.splice(0).map((watch) => watch.close()));
    await robot.close();
    await hub.close();
    folder.remove();
  });

  function watch(
    settings: {
      format?: 'standard' | 'wecom' | 'dingtalk';
      told?: boolean;
      nightAfter?: (moment: Date) => Date;
      connectors?: string[];
    } = {},
  ): AlertWatch {
    const { format = 'standard', told = true, nightAfter = () => NEVER } = settings;
    const opened = watchAlerts({
      ...{ db: hub.db, connectors: settings.connectors ?? ['hotline', 'police'] },
      receiver: told
        ? { url: `${robot.url}/hook`, secret: 'a-secret', format, timeZone: 'Asia/Shanghai' }
        : null,
      ...{ everySeconds: 3_600, quarantine: { rows: 10, share: 0.2 }, missedAfterMinutes: 60 },
      nightAfter,
      logger: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    });
    watches.push(opened);
    return opened;
  }

  async function ran(
    connector: string,
    status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED',
    {
      code,
      read = 0,
      quarantined = 0,
    }: { code?: string; read?: number; quarantined?: number } = {},
  ): Promise<void> {
    const id = randomUUID();
    await hub.db.query(
      `INSERT INTO sync_run (id, connector, status, started_at, finished_at, error_code, error_message)
       VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp(), $4, 'a sentence with 110101199003071234')`,
      [id, connector, status, code ?? null],
    );
    await hub.db.query(
      `INSERT INTO sync_run_stream (run_id, stream_id, rows_read, landed, quarantined)
       SELECT $1, id, $3::int, $3::int - $4::int, $4::int FROM stream WHERE connector = $2`,
      [id, connector, read, quarantined],
    );
    if (status === 'SUCCEEDED')
      await hub.db.query('UPDATE stream SET data_as_of = now() WHERE connector = $1', [connector]);
  }

  const told = (): Told[] => robot.received.map(({ body }) => JSON.parse(body) as Told);
  const words = (): string[] => told().map(({ type, data }) => `${type} ${data.subject}`);

  it('tell a source that failed once, and once that it is well again', async () => {
    const alerts = watch();
    await ran('police', 'SUCCEEDED');
    await alerts.look();
    expect(words()).toEqual([]);
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await alerts.look();
    await ran('police', 'FAILED', { code: 'SOURCE_UNREACHABLE' });
    await alerts.look();
    expect(words()).toEqual(['source.failed.began police']);
    expect(told()[0]?.data.facts).toMatchObject({ code: 'SOURCE_REFUSED', zh: '登记' });
    await ran('police', 'SUCCEEDED');
    await alerts.look();
    await alerts.look();
    expect(words()).toEqual(['source.failed.began police', 'source.failed.ended police']);
    const [began, ended] = told();
    expect(ended?.data.alert).toBe(began?.data.alert);
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await alerts.look();
    expect(words().length).toBe(3);
    expect(told()[2]?.data.alert).not.toBe(began?.data.alert);
  });

  it('are signed, and hold no sentence and no value', async () => {
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await watch().look();
    const [first] = robot.received;
    if (first === undefined) throw new Error('a notice is required, none came');
    const { headers, body } = first;
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', 'a-secret').update(signed).digest('base64')}`,
    );
    expect(String(headers['webhook-id'])).not.toContain('.');
    expect(body).not.toMatch(/sentence|110101199003071234/);
  });

  it('are not raised by what a person stopped', async () => {
    await ran('police', 'FAILED', { code: 'RUN_CANCELLED' });
    await ran('hotline', 'CANCELLED');
    await watch().look();
    expect(words()).toEqual([]);
  });

  it('tell quarantine by its count, its share, and the threshold that stopped a run', async () => {
    const alerts = watch();
    await ran('police', 'SUCCEEDED', { read: 1_000, quarantined: 199 });
    await ran('hotline', 'SUCCEEDED', { read: 50, quarantined: 50 });
    await alerts.look();
    expect(words()).toEqual([]);
    await ran('police', 'SUCCEEDED', { read: 1_000, quarantined: 200 });
    await ran('hotline', 'FAILED', { code: 'QUARANTINE_THRESHOLD', read: 5 });
    await alerts.look();
    expect(words().sort()).toEqual([
      ...['quarantine.threshold.began hotline', 'quarantine.threshold.began police'],
    ]);
    expect(told().find(({ data }) => data.subject === 'police')?.data.facts).toMatchObject({
      ...{ read: 1_000, quarantined: 200, open: 0 },
    });
  });

  it('tell rows that pile up in quarantine over many nights', async () => {
    const alerts = watch();
    await ran('police', 'SUCCEEDED');
    await hub.db.query(
      `INSERT INTO quarantine (id, stream_id, hash, run_id, mapping_version, stage, place, code, message, raw)
       SELECT gen_random_uuid(), s.id, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'MAP', 'row', 'VALUE_INVALID', 'm', '{}'
         FROM stream s, generate_series(1, 10) WHERE s.connector = 'police'`,
    );
    await alerts.look();
    expect(words()).toEqual(['quarantine.threshold.began police']);
    await hub.db.query(`UPDATE quarantine SET status = 'DISCARDED' WHERE place = 'row'`);
    await alerts.look();
    expect(words().at(-1)).toBe('quarantine.threshold.ended police');
  });

  it("tell a removal that waits for a steward's word, until it is spoken", async () => {
    const alerts = watch();
    await hub.db.query(
      `INSERT INTO removal (id, stream_id, why, held, vanished, run_id)
       SELECT gen_random_uuid(), id, 'SHRUNK', 1000, 400, gen_random_uuid() FROM stream WHERE connector = 'police'`,
    );
    await ran('police', 'FAILED', { code: 'SOURCE_SHRUNK' });
    await alerts.look();
    expect(words()).toEqual(['removal.waiting.began police/visit']);
    expect(told()[0]?.data.facts).toMatchObject({ why: 'SHRUNK', held: 1_000, vanished: 400 });
    await hub.db.query(`UPDATE removal SET status = 'KEPT'`);
    await alerts.look();
    expect(words().at(-1)).toBe('removal.waiting.ended police/visit');
  });

  it('tell data that are older than their connector allows, and a source never read', async () => {
    const alerts = watch();
    await ran('police', 'SUCCEEDED');
    await hub.db.query(
      `UPDATE stream SET data_as_of = now() - interval '30 hours' WHERE connector = 'police'`,
    );
    await alerts.look();
    expect(words()).toEqual(['source.late.began police']);
    expect(told()[0]?.data.facts).toMatchObject({ hours: 30, limitHours: 26 });
    await hub.db.query(`UPDATE connector SET loaded_at = now() - interval '27 hours'`);
    await alerts.look();
    expect(words()).toEqual(['source.late.began police', 'source.late.began hotline']);
    // A new version of a connector makes no old data new.
    await hub.db.query(`UPDATE connector SET loaded_at = now()`);
    await alerts.look();
    expect(words().filter((word) => word.startsWith('source.late.ended police'))).toEqual([]);
  });

  it('say nothing of sources that are no longer in the catalogue', async () => {
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await watch({ connectors: ['hotline'] }).look();
    expect(words()).toEqual([]);
  });

  it('tell a plan that failed, until one did not', async () => {
    const alerts = watch();
    const plan = (status: string): Promise<unknown> =>
      hub.db.query(
        `INSERT INTO plan_run (id, connectors, status, started_at, finished_at) VALUES ($1, '{}', $2, clock_timestamp(), clock_timestamp())`,
        [randomUUID(), status],
      );
    await plan('FAILED');
    await alerts.look();
    await plan('PARTIAL');
    await alerts.look();
    expect(words()).toEqual(['plan.failed.began plan', 'plan.failed.ended plan']);
  });

  it('tell a night that did not begin, until it is caught up', async () => {
    await hub.db.query(`UPDATE connector SET loaded_at = now() - interval '3 days'`);
    await hub.db.query('UPDATE stream SET data_as_of = now()');
    const night = new Date(Date.now() - 2 * 3_600_000);
    const alerts = watch({ nightAfter: (moment) => (moment < night ? night : NEVER) });
    await alerts.look();
    expect(words()).toEqual(['plan.missed.began plan']);
    await hub.db.query(
      `INSERT INTO plan_run (id, slot, connectors, status) VALUES ($1, $2, '{}', 'RUNNING')`,
      [randomUUID(), night],
    );
    await alerts.look();
    expect(words()).toEqual(['plan.missed.began plan', 'plan.missed.ended plan']);
  });

  it('wait for a night that is only just due', async () => {
    await hub.db.query(`UPDATE connector SET loaded_at = now() - interval '3 days'`);
    await hub.db.query('UPDATE stream SET data_as_of = now()');
    const night = new Date(Date.now() - 30 * 60_000);
    await watch({ nightAfter: (moment) => (moment < night ? night : NEVER) }).look();
    expect(words()).toEqual([]);
  });

  it('are told once, however many workers look at the same time', async () => {
    const many = Array.from({ length: 4 }, () => watch());
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await Promise.all(many.map((each) => each.look()));
    for (const each of many) await each.look();
    expect(words()).toEqual(['source.failed.began police']);
  });

  it('are tried again, later and later, under the same id, until they are taken', async () => {
    const alerts = watch();
    robot.answer({ status: 503 });
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await alerts.look();
    await alerts.look();
    expect(robot.received.length).toBe(1);
    const wait = async (): Promise<number> => {
      const { rows } = await hub.db.query<{ wait: number }>(
        'SELECT extract(epoch FROM next_try - now())::float8 AS wait FROM alert',
      );
      await hub.db.query('UPDATE alert SET next_try = now()');
      return Math.round(rows[0]?.wait ?? 0);
    };
    expect(await wait()).toBeGreaterThanOrEqual(28);
    await alerts.look();
    expect(await wait()).toBeGreaterThanOrEqual(58);
    robot.answer({ status: 204 });
    await alerts.look();
    expect(new Set(robot.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(robot.received.length).toBe(3);
    await alerts.look();
    expect(robot.received.length).toBe(3);
    expect(log.join('')).toContain('"answer":"503"');
  });

  it('are given up after many attempts, and counted', async () => {
    robot.answer({ status: 500 });
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    const alerts = watch();
    for (let i = 0; i < 15; i += 1) {
      await alerts.look();
      await hub.db.query('UPDATE alert SET next_try = now()');
    }
    expect(robot.received.length).toBe(13);
    const { rows } = await hub.db.query('SELECT undelivered FROM alert');
    expect(rows).toEqual([{ undelivered: '500' }]);
  });

  it('that ended before anybody was told are not told', async () => {
    robot.answer({ status: 503 });
    const alerts = watch();
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await alerts.look();
    await ran('police', 'SUCCEEDED');
    robot.answer({ status: 200 });
    await alerts.look();
    await alerts.look();
    expect(robot.received.length).toBe(1);
  });

  it('are written down where nobody is to be told', async () => {
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await watch({ told: false }).look();
    const { rows } = await hub.db.query('SELECT kind, subject FROM alert WHERE ended_at IS NULL');
    expect(rows).toEqual([{ kind: 'SOURCE_FAILED', subject: 'police' }]);
  });

  it('reach a group robot in one message, which counts only when the robot says so', async () => {
    robot.answer({ status: 200, body: '{"errcode":45009,"errmsg":"api freq out of limit"}' });
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await ran('hotline', 'FAILED', { code: 'SOURCE_REFUSED' });
    const alerts = watch({ format: 'wecom' });
    await alerts.look();
    expect(robot.received.length).toBe(1);
    expect(log.join('')).toContain('errcode 45009');
    robot.answer({ status: 200, body: '{"errcode":0,"errmsg":"ok"}' });
    await hub.db.query('UPDATE alert SET next_try = now()');
    await alerts.look();
    await alerts.look();
    expect(robot.received.length).toBe(2);
    expect(robot.received[1]?.body).toMatch(/hotline[^]*police|police[^]*hotline/);
  });

  it('never stop looking for a robot or a database that is away', async () => {
    const alerts = watch();
    await ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await robot.close();
    await alerts.look();
    await hub.db.query('ALTER TABLE alert RENAME TO alert_away');
    await alerts.look();
    await hub.db.query('ALTER TABLE alert_away RENAME TO alert');
    expect(log.join('')).toContain('alerts could not be looked for');
    expect(log.join('')).not.toContain(robot.url);
    robot = await testReceiver();
  });
});
