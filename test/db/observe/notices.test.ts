import { createHmac } from 'node:crypto';
import { readState } from '../../../src/observe';
import { deliverNotices } from '../../../src/observe/alerts/deliver';
import { alertHub, type AlertHub } from './alert-hub';

describe('notices of alerts', () => {
  let hub: AlertHub;

  beforeEach(async () => {
    hub = await alertHub();
  });
  afterEach(() => hub.close());

  const undelivered = async (): Promise<{ undelivered: number; givenUp: number }> => {
    const state = await readState(hub.db);
    return { undelivered: state.undelivered, givenUp: state.givenUp };
  };

  it('are signed, and hold no sentence and no value', async () => {
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await hub.watch().look();
    const [first] = hub.robot.received;
    if (first === undefined) throw new Error('a notice is required, none came');
    const { headers, body } = first;
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', 'a-secret').update(signed).digest('base64')}`,
    );
    expect(String(headers['webhook-id'])).not.toContain('.');
    expect(body).not.toMatch(/sentence|110101199003071234/);
  });

  it('are told once, however many workers look at the same time', async () => {
    const many = Array.from({ length: 4 }, () => hub.watch());
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await Promise.all(many.map((each) => each.look()));
    for (const each of many) await each.look();
    expect(hub.words()).toEqual(['source.failed.began police']);
  });

  it('are tried again, later and later, under the same id, until they are taken', async () => {
    const alerts = hub.watch();
    hub.robot.answer({ status: 503 });
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await alerts.look();
    await alerts.look();
    expect(hub.robot.received.length).toBe(1);
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
    hub.robot.answer({ status: 204 });
    await alerts.look();
    expect(new Set(hub.robot.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(hub.robot.received.length).toBe(3);
    await alerts.look();
    expect(hub.robot.received.length).toBe(3);
    expect(hub.log.join('')).toContain('"answer":"503"');
  });

  it('are tried every hour as long as their condition lasts, and told when the receiver is back', async () => {
    hub.robot.answer({ status: 500 });
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    const alerts = hub.watch();
    for (let i = 0; i < 15; i += 1) {
      await hub.db.query('UPDATE alert SET next_try = now()');
      await alerts.look();
    }
    expect(hub.robot.received.length).toBe(15);
    const { rows } = await hub.db.query(
      'SELECT undelivered, extract(epoch FROM next_try - now()) BETWEEN 3590 AND 3600 AS hourly FROM alert',
    );
    expect(rows).toEqual([{ undelivered: '500', hourly: true }]);
    expect(await undelivered()).toEqual({ undelivered: 1, givenUp: 0 });
    hub.robot.answer({ status: 204 });
    await hub.db.query('UPDATE alert SET next_try = now()');
    await alerts.look();
    expect(await undelivered()).toEqual({ undelivered: 0, givenUp: 0 });
    await hub.ran('police', 'SUCCEEDED');
    await alerts.look();
    expect(hub.words().slice(15)).toEqual([
      ...['source.failed.began police', 'source.failed.ended police'],
    ]);
  });

  it('of a condition that is over are given up in the end, and counted', async () => {
    const alerts = hub.watch();
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await alerts.look();
    hub.robot.answer({ status: 500 });
    await hub.ran('police', 'SUCCEEDED');
    for (let i = 0; i < 15; i += 1) {
      await alerts.look();
      await hub.db.query(`UPDATE alert SET next_try = now() WHERE next_try < 'infinity'`);
    }
    expect(hub.robot.received.length).toBe(1 + 13);
    expect(await undelivered()).toEqual({ undelivered: 0, givenUp: 1 });
  });

  it('are not sent again to a receiver that says it is gone (410)', async () => {
    hub.robot.answer({ status: 410 });
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    const alerts = hub.watch();
    await alerts.look();
    await hub.db.query(`UPDATE alert SET next_try = now() WHERE next_try < 'infinity'`);
    await alerts.look();
    expect(hub.robot.received.length).toBe(1);
    expect(await undelivered()).toEqual({ undelivered: 1, givenUp: 0 });
  });

  it('that ended before anybody was told are not told', async () => {
    hub.robot.answer({ status: 503 });
    const alerts = hub.watch();
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await alerts.look();
    await hub.ran('police', 'SUCCEEDED');
    hub.robot.answer({ status: 200 });
    await alerts.look();
    await alerts.look();
    expect(hub.robot.received.length).toBe(1);
  });

  it('are taken one by one: while one waits for its answer, others are told by another worker', async () => {
    for (const connector of ['police', 'hotline'])
      await hub.ran(connector, 'FAILED', { code: 'SOURCE_REFUSED' });
    hub.robot.answer(null);
    const [slow, other] = [hub.watch(), hub.watch()];
    const looking = slow.look();
    await hub.robot.until(1);
    const { rows } = await hub.db.query('SELECT FROM alert WHERE attempts > 0');
    expect(rows.length).toBe(1);
    hub.robot.answer({ status: 200 });
    await other.look();
    expect(hub.robot.received.length).toBe(2);
    expect(new Set(hub.words()).size).toBe(2);
    await Promise.all([slow.close(), looking]);
  });

  it('wait for the next look where the receiver is away: nobody stands at its door with all of them', async () => {
    for (const connector of ['police', 'hotline'])
      await hub.ran(connector, 'FAILED', { code: 'SOURCE_REFUSED' });
    hub.robot.answer({ status: 503 });
    const alerts = hub.watch();
    await alerts.look();
    expect(hub.robot.received.length).toBe(1);
    await alerts.look();
    expect(new Set(hub.words()).size).toBe(2);
    // What it refuses for good is that notice's affair.
    await hub.db.query('UPDATE alert SET next_try = now()');
    hub.robot.answer({ status: 400 });
    await alerts.look();
    expect(hub.robot.received.length).toBe(4);
  });

  it('that a robot has no room for are due at once, as if nobody had taken them', async () => {
    hub.robot.answer({ status: 200, body: '{"errcode":0}' });
    await hub.db.query(
      `INSERT INTO alert (id, kind, subject, facts)
       SELECT gen_random_uuid(), 'SOURCE_LATE', 'source-' || n, '{"zh":"一个名字很长的数据源"}' FROM generate_series(1, 40) n`,
    );
    // Rows that no look wrote would be over at once: told here as they are.
    await deliverNotices(
      hub.db,
      { url: hub.robot.url, secret: null, format: 'wecom', timeZone: 'Asia/Shanghai' },
      { closing: new AbortController().signal, givingUp: new AbortController().signal },
    );
    expect(hub.robot.received.length).toBeGreaterThan(1);
    const { rows } = await hub.db.query(
      'SELECT count(*)::int AS told, max(attempts) AS attempts FROM alert WHERE begin_told_at IS NOT NULL',
    );
    expect(rows).toEqual([{ told: 40, attempts: 0 }]);
    const text = hub.robot.received.map(({ body }) => body).join('');
    expect([...text.matchAll(/source-\d+/g)].length).toBe(40);
  });

  it('keep nobody from closing: the one under way is given up after a moment, and tried again later', async () => {
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    hub.robot.answer(null);
    const alerts = hub.watch();
    void alerts.look();
    await hub.robot.until(1);
    const began = performance.now();
    await alerts.close();
    expect(performance.now() - began).toBeLessThan(3_500);
    hub.robot.answer({ status: 200 });
    await hub.db.query('UPDATE alert SET next_try = now()');
    await hub.watch().look();
    expect(hub.robot.received.length).toBe(2);
  });

  it('reach a group robot in one message, which counts only when the robot says so', async () => {
    hub.robot.answer({ status: 200, body: '{"errcode":45009,"errmsg":"api freq out of limit"}' });
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await hub.ran('hotline', 'FAILED', { code: 'SOURCE_REFUSED' });
    const alerts = hub.watch({ format: 'wecom' });
    await alerts.look();
    expect(hub.robot.received.length).toBe(1);
    expect(hub.log.join('')).toContain('errcode 45009');
    hub.robot.answer({ status: 200, body: '{"errcode":0,"errmsg":"ok"}' });
    await hub.db.query('UPDATE alert SET next_try = now()');
    await alerts.look();
    await alerts.look();
    expect(hub.robot.received.length).toBe(2);
    expect(hub.robot.received[1]?.body).toMatch(/hotline[^]*police|police[^]*hotline/);
  });

  it('never stop looking for a robot or a database that is away', async () => {
    const alerts = hub.watch();
    await hub.ran('police', 'FAILED', { code: 'SOURCE_REFUSED' });
    await hub.robot.close();
    await alerts.look();
    await hub.db.query('ALTER TABLE alert RENAME TO alert_away');
    await alerts.look();
    await hub.db.query('ALTER TABLE alert_away RENAME TO alert');
    expect(hub.log.join('')).toContain('alerts could not be looked for');
    expect(hub.log.join('')).not.toContain(hub.robot.url);
  });
});
