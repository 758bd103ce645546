import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSources } from '../../../src/jobs';
import { NEVER, alertHub, type AlertHub } from './alert-hub';

/** The `police` connector with its only stream, and its record type, under the given names. */
function nameStream({ folder }: AlertHub, stream: string, record: string): void {
  const file = path.join(folder.path, 'connectors/police/connector.yaml');
  const text = readFileSync(file, 'utf8')
    .replace(/^ {2}\w+:\n {4}from/m, `  ${stream}:\n    from`)
    .replace(/record: \w+/, `record: ${record}`);
  folder.write('connectors/police/connector.yaml', text);
}

describe('alerts', () => {
  let hub: AlertHub;

  beforeEach(async () => {
    hub = await alertHub();
  });
  afterEach(() => hub.close());

  it('tell a source that failed once, and once that it is well again', async () => {
    const alerts = hub.watch();
    await hub.ran('police', 'SUCCEEDED');
    await alerts.look();
    expect(hub.words()).toEqual([]);
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await alerts.look();
    await hub.ran('police', 'FAILED', { code: 'SOURCE_UNREACHABLE' });
    await alerts.look();
    expect(hub.words()).toEqual(['source.failed.began police']);
    expect(hub.told()[0]?.data.facts).toMatchObject({ code: 'SOURCE_REFUSED', zh: '登记' });
    await hub.ran('police', 'SUCCEEDED');
    await alerts.look();
    await alerts.look();
    expect(hub.words()).toEqual(['source.failed.began police', 'source.failed.ended police']);
    const [began, ended] = hub.told();
    expect(ended?.data.alert).toBe(began?.data.alert);
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await alerts.look();
    expect(hub.words().length).toBe(3);
    expect(hub.told()[2]?.data.alert).not.toBe(began?.data.alert);
  });

  it('are not raised by what a person stopped', async () => {
    await hub.ran('police', 'FAILED', { code: 'RUN_CANCELLED' });
    await hub.ran('hotline', 'CANCELLED');
    await hub.watch().look();
    expect(hub.words()).toEqual([]);
  });

  it.each(['DATABASE_UNAVAILABLE', 'LEASE_LOST', 'RUN_IN_PROGRESS'])(
    'lay no failure of the hub (%s) at the door of a source, and do not forget its own over it',
    async (code) => {
      const alerts = hub.watch();
      await hub.ran('hotline', 'FAILED', { code });
      await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
      await hub.ran('police', 'FAILED', { code });
      await alerts.look();
      expect(hub.words()).toEqual(['source.failed.began police']);
      const health = await readSources(hub.db);
      expect(health.map(({ connector, health }) => `${connector} ${health}`)).toEqual([
        ...['hotline NEVER', 'police FAILING'],
      ]);
    },
  );

  it.each(['REPLAY', 'BACKFILL'] as const)(
    'do not take a %s for a word of the source: it neither mends nor fails it',
    async (kind) => {
      const alerts = hub.watch();
      await hub.ran('police', 'FAILED', { code: 'SOURCE_UNREACHABLE' });
      await hub.ran('hotline', 'SUCCEEDED', { read: 1_000 });
      await alerts.look();
      await hub.ran('police', 'SUCCEEDED', { kind });
      // What is tried again is what was bad: most of it still is.
      await hub.ran('hotline', 'SUCCEEDED', { kind, read: 200, quarantined: 190 });
      await alerts.look();
      expect(hub.words()).toEqual(['source.failed.began police']);
    },
  );

  it('take what is pushed for a word of the source', async () => {
    await hub.ran('police', 'SUCCEEDED', { kind: 'PUSH', read: 200, quarantined: 190 });
    await hub.watch().look();
    expect(hub.words()).toEqual(['quarantine.threshold.began police']);
  });

  it('tell quarantine by its count, its share, and the threshold that stopped a run', async () => {
    const alerts = hub.watch();
    await hub.ran('police', 'SUCCEEDED', { read: 1_000, quarantined: 199 });
    await hub.ran('hotline', 'SUCCEEDED', { read: 50, quarantined: 50 });
    await alerts.look();
    expect(hub.words()).toEqual([]);
    await hub.ran('police', 'SUCCEEDED', { read: 1_000, quarantined: 200 });
    await hub.ran('hotline', 'FAILED', { code: 'QUARANTINE_THRESHOLD', read: 5 });
    await alerts.look();
    expect(hub.words().sort()).toEqual([
      ...['quarantine.threshold.began hotline', 'quarantine.threshold.began police'],
    ]);
    expect(hub.told().find(({ data }) => data.subject === 'police')?.data.facts).toMatchObject({
      ...{ read: 1_000, quarantined: 200, open: 0 },
    });
  });

  it('tell rows that pile up in quarantine over many nights', async () => {
    const alerts = hub.watch();
    await hub.ran('police', 'SUCCEEDED');
    await hub.db.query(
      `INSERT INTO quarantine (id, stream_id, hash, run_id, mapping_version, stage, place, code, message, raw)
       SELECT gen_random_uuid(), s.id, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'MAP', 'row', 'VALUE_INVALID', 'm', '{}'
         FROM stream s, generate_series(1, 10) WHERE s.connector = 'police'`,
    );
    await alerts.look();
    expect(hub.words()).toEqual(['quarantine.threshold.began police']);
    await hub.db.query(`UPDATE quarantine SET status = 'DISCARDED' WHERE place = 'row'`);
    await alerts.look();
    expect(hub.words().at(-1)).toBe('quarantine.threshold.ended police');
  });

  it("tell a removal that waits for a steward's word, until it is spoken", async () => {
    const alerts = hub.watch();
    await hub.db.query(
      `INSERT INTO removal (id, stream_id, why, held, vanished, run_id)
       SELECT gen_random_uuid(), id, 'SHRUNK', 1000, 400, gen_random_uuid() FROM stream WHERE connector = 'police'`,
    );
    await hub.ran('police', 'FAILED', { code: 'SOURCE_SHRUNK' });
    await alerts.look();
    expect(hub.words()).toEqual(['removal.waiting.began police/visit']);
    expect(hub.told()[0]?.data.facts).toMatchObject({ why: 'SHRUNK', held: 1_000, vanished: 400 });
    await hub.db.query(`UPDATE removal SET status = 'KEPT'`);
    await alerts.look();
    expect(hub.words().at(-1)).toBe('removal.waiting.ended police/visit');
  });

  it('tell data that are older than their connector allows, and a source never read', async () => {
    const alerts = hub.watch();
    await hub.ran('police', 'SUCCEEDED');
    await hub.db.query(
      `UPDATE stream SET data_as_of = now() - interval '30 hours' WHERE connector = 'police'`,
    );
    await alerts.look();
    expect(hub.words()).toEqual(['source.late.began police']);
    expect(hub.told()[0]?.data.facts).toMatchObject({ hours: 30, limitHours: 26 });
    await hub.db.query(`UPDATE connector SET loaded_at = now() - interval '27 hours'`);
    await alerts.look();
    expect(hub.words()).toEqual(['source.late.began police', 'source.late.began hotline']);
    // A new version of a connector makes no old data new.
    await hub.db.query(`UPDATE connector SET loaded_at = now()`);
    await alerts.look();
    expect(hub.words().filter((word) => word.startsWith('source.late.ended police'))).toEqual([]);
  });

  it('wait for no stream that the catalogue has no more, until it comes back', async () => {
    const alerts = hub.watch();
    await hub.ran('police', 'SUCCEEDED');
    await hub.db.query(
      `UPDATE stream SET data_as_of = now() - interval '30 hours' WHERE connector = 'police'`,
    );
    await hub.db.query(
      `INSERT INTO quarantine (id, stream_id, hash, run_id, mapping_version, stage, place, code, message, raw)
       SELECT gen_random_uuid(), s.id, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'MAP', 'row', 'VALUE_INVALID', 'm', '{}'
         FROM stream s, generate_series(1, 10) WHERE s.connector = 'police'`,
    );
    await hub.db.query(
      `INSERT INTO removal (id, stream_id, why, held, vanished, run_id)
       SELECT gen_random_uuid(), id, 'SHRUNK', 1000, 400, gen_random_uuid() FROM stream WHERE connector = 'police'`,
    );
    nameStream(hub, 'call', 'CallRecord');
    await hub.load();
    await hub.db.query(`UPDATE stream SET data_as_of = now() WHERE name = 'call'`);
    await alerts.look();
    expect(hub.words()).toEqual([]);
    nameStream(hub, 'visit', 'PoliceRecord');
    await hub.load();
    await alerts.look();
    expect(hub.words().sort()).toEqual([
      ...['quarantine.threshold.began police', 'removal.waiting.began police/visit'],
      'source.late.began police',
    ]);
  });

  it('say nothing of sources that are no longer in the catalogue', async () => {
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await hub.watch({ connectors: ['hotline'] }).look();
    expect(hub.words()).toEqual([]);
  });

  it('tell a night that failed, until one does not', async () => {
    const alerts = hub.watch();
    await hub.planned({ status: 'FAILED', slot: new Date('2026-11-22T18:00:00Z'), ended: 60 });
    await alerts.look();
    expect(hub.words()).toEqual(['plan.failed.began plan']);
    await hub.planned({ status: 'PARTIAL', slot: new Date('2026-11-23T18:00:00Z') });
    await alerts.look();
    expect(hub.words()).toEqual(['plan.failed.began plan', 'plan.failed.ended plan']);
  });

  it('go by nights alone, in the order they ended: what is asked for by day neither hides a failure nor is one', async () => {
    const alerts = hub.watch();
    await hub.planned({ status: 'FAILED' });
    await alerts.look();
    expect(hub.words()).toEqual([]);
    // It began before the plan that somebody asked for meanwhile, and failed after that had ended.
    const slot = new Date('2026-11-23T18:00:00Z');
    await hub.planned({ status: 'SUCCEEDED', began: 60, ended: 50 });
    await hub.planned({ status: 'FAILED', slot, began: 120, ended: 1 });
    await alerts.look();
    expect(hub.words()).toEqual(['plan.failed.began plan']);
    await hub.planned({ status: 'SUCCEEDED' });
    await hub.planned({ status: 'CANCELLED', slot: new Date('2026-11-24T18:00:00Z') });
    await alerts.look();
    expect(hub.words()).toEqual(['plan.failed.began plan']);
  });

  it('take a night as mended once it, or what still failed of it, was tried again', async () => {
    const alerts = hub.watch();
    const night = await hub.planned({ status: 'FAILED', slot: new Date('2026-11-23T18:00:00Z') });
    const first = await hub.planned({ status: 'FAILED', retryOf: night });
    await alerts.look();
    expect(hub.words()).toEqual(['plan.failed.began plan']);
    await hub.planned({ status: 'PARTIAL', retryOf: first });
    await alerts.look();
    expect(hub.words()).toEqual(['plan.failed.began plan', 'plan.failed.ended plan']);
  });

  it('tell a night that did not begin, until it is caught up', async () => {
    await hub.db.query(`UPDATE connector SET loaded_at = now() - interval '3 days'`);
    await hub.db.query('UPDATE stream SET data_as_of = now()');
    const night = new Date(Date.now() - 2 * 3_600_000);
    const alerts = hub.watch({ nightAfter: (moment) => (moment < night ? night : NEVER) });
    await alerts.look();
    expect(hub.words()).toEqual(['plan.missed.began plan']);
    await hub.db.query(
      `INSERT INTO plan_run (id, slot, connectors, status) VALUES ($1, $2, '{}', 'RUNNING')`,
      [randomUUID(), night],
    );
    await alerts.look();
    expect(hub.words()).toEqual(['plan.missed.began plan', 'plan.missed.ended plan']);
  });

  it('wait for a night that is only just due', async () => {
    await hub.db.query(`UPDATE connector SET loaded_at = now() - interval '3 days'`);
    await hub.db.query('UPDATE stream SET data_as_of = now()');
    const night = new Date(Date.now() - 30 * 60_000);
    await hub.watch({ nightAfter: (moment) => (moment < night ? night : NEVER) }).look();
    expect(hub.words()).toEqual([]);
  });

  it('are told also where the schedule cannot say when a night was due', async () => {
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    const nightAfter = (): never => {
      throw new Error('an hour that the clocks leave out');
    };
    await hub.watch({ nightAfter }).look();
    expect(hub.words()).toEqual(['source.failed.began police']);
  });

  it('are written down where nobody is to be told', async () => {
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await hub.watch({ told: false }).look();
    const { rows } = await hub.db.query('SELECT kind, subject FROM alert WHERE ended_at IS NULL');
    expect(rows).toEqual([{ kind: 'SOURCE_FAILED', subject: 'police' }]);
  });
});
