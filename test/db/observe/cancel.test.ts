import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { testDatabase, type TestDatabase } from '../../support/database';
import { query } from '../../support/query';
import { testReceiver, type Receiver } from '../../support/receiver';

const BIN = path.join(__dirname, '../../../bin/wangshu.js');

describe('wangshu cancel', () => {
  let database: TestDatabase;
  let store: Receiver;
  let collector: Receiver;

  beforeEach(async () => {
    database = await testDatabase();
    store = await testReceiver();
    collector = await testReceiver();
  });
  afterEach(async () => {
    await store.close();
    await collector.close();
    await database.drop();
  });

  /** A night under way, which no worker is there to end. */
  async function night(): Promise<string> {
    const id = randomUUID();
    await query(
      database.url,
      `INSERT INTO plan_run (id, slot, connectors, status) VALUES ('${id}', '2026-11-23T18:00:00Z', '{hotline}', 'RUNNING')`,
    );
    return id;
  }

  /** In a process of its own, as it is run: the exporter reads its environment. */
  async function cancel(): Promise<{ code: unknown; out: string; ms: number }> {
    const began = performance.now();
    const child = spawn(process.execPath, [BIN, 'cancel', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...{ PATH: process.env['PATH'], DATABASE_URL: database.url },
        ...{ OPENLINEAGE_URL: store.url, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
        LOG_LEVEL: 'fatal',
      },
    });
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    const [code] = (await once(child, 'close')) as [unknown];
    return { code, out, ms: performance.now() - began };
  }

  it('tells those who watch that the plan was ended: its lineage and the first span of its trace', async () => {
    const plan = await night();
    const { code, out } = await cancel();
    expect([code, JSON.parse(out)]).toEqual([0, { plan, connector: null, cancelled: true }]);
    const events = store.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(events.map(({ eventType }) => eventType)).toEqual(['START', 'ABORT']);
    for (const { run } of events) expect(run).toMatchObject({ runId: plan });
    const spans = collector.received.map(({ body }) => body).join('');
    expect(spans).toContain('"name":"nightly plan"');
    expect(spans).toContain(plan.replaceAll('-', ''));
  });

  it('ends all the same, and soon, where nobody who watches answers', async () => {
    await night();
    store.answer(null);
    collector.answer(null);
    const { code, ms } = await cancel();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(15_000);
  });
});
