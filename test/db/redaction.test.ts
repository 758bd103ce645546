import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import Redis from 'ioredis';
import { HUB_STAGES, startPlan, type PlanReport, type Stages } from '../../src/jobs';
import {
  databaseOf,
  hubMetrics,
  lineageObserver,
  observeAll,
  openSender,
  openTracing,
  readState,
  watchAlerts,
} from '../../src/observe';
import { readSources } from '../../src/jobs';
import { emptyDatabase, type TestDatabase } from '../support/database';
import { testFolder, type TestFolder } from '../support/hub';
import { testReceiver, type Receiver } from '../support/receiver';
import { nightHub, TRANSPORTS, type NightHub } from './jobs/night';
import { queueOf } from './jobs/raw-queue';
import { withReaders } from './jobs/sources';
import { ID, NAME, PHONE, planted, plantSources, SECRET } from './redaction/planted';

/** Tables that are there to hold what residents are; the secret is looked for in them all the same. */
const LAWFUL =
  /^(record|quarantine|mention|claim|bridge|alias|doorplate|unresolved|rebridged|touched|resident|place|event|thing|organization|link\w*|area_closure)$/;

/** The hub's tables, every column as text; of quarantine everything but the raw row. */
async function tablesOf(hub: NightHub): Promise<{ table: string; text: string }[]> {
  const { rows } = await hub.db.query<{ schema: string; table: string }>(
    `SELECT schemaname AS schema, tablename AS table FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`,
  );
  const tables = [];
  for (const { schema, table } of rows) {
    const { rows: lines } = await hub.db.query<{ line: string }>(
      `SELECT t::text AS line FROM "${schema}"."${table}" t`,
    );
    tables.push({ table, text: lines.map(({ line }) => line).join('\n') });
  }
  const told = await hub.db.query<{ line: string }>(
    `SELECT (to_jsonb(q) - 'raw')::text AS line FROM quarantine q`,
  );
  tables.push({
    table: 'quarantine but its raw rows',
    text: told.rows.map(({ line }) => line).join('\n'),
  });
  return tables;
}

/** Everything that a Redis holds. */
async function redisText(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const parts: unknown[] = [];
    for (const key of await redis.keys('*')) {
      const type = await redis.type(key);
      parts.push(key);
      if (type === 'hash') parts.push(await redis.hgetall(key));
      else if (type === 'list') parts.push(await redis.lrange(key, 0, -1));
      else if (type === 'zset') parts.push(await redis.zrange(key, 0, -1));
      else if (type === 'set') parts.push(await redis.smembers(key));
      else if (type === 'stream') parts.push(await redis.xrange(key, '-', '+'));
      else parts.push(await redis.get(key));
    }
    return JSON.stringify(parts);
  } finally {
    await redis.quit();
  }
}

describe.each(TRANSPORTS)('a night of sources that fail in many ways, over %s', (kind) => {
  let folder: TestFolder;
  let department: TestDatabase;
  let hub: NightHub;
  let sources: { close: () => Promise<void> };
  let store: Receiver;
  let robot: Receiver;
  let report: PlanReport;
  /** What went out of the hub, by where it went. */
  const out: Record<string, string> = {};

  beforeAll(async () => {
    folder = testFolder();
    department = await emptyDatabase();
    [store, robot] = await Promise.all([testReceiver(), testReceiver()]);
    const made = await plantSources(folder, department.url);
    sources = made;
    hub = await nightHub(kind);
    await hub.load([`${folder.path}/connectors`], made.env);
    // The hub's own database, too, quotes rows where it refuses them.
    await hub.db.query(
      `CREATE UNIQUE INDEX record_once ON record ((payload ->> 'sfzh')) WHERE payload ->> 'sfzh' LIKE '9%'`,
    );
    const said: string[] = [];
    const spies = [
      ...(['log', 'warn', 'error', 'info', 'debug'] as const).map((name) =>
        jest.spyOn(console, name).mockImplementation((...args) => void said.push(args.join(' '))),
      ),
      ...[process.stdout, process.stderr].map((stream) =>
        jest.spyOn(stream, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0),
      ),
    ];
    try {
      await night();
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    out['standard output and error'] = said.join('');
  }, 60_000);

  afterAll(async () => {
    await hub.close();
    await sources.close();
    await Promise.all([store.close(), robot.close()]);
    await department.drop();
    folder.remove();
  });

  async function night(): Promise<void> {
    const spans: ReadableSpan[] = [];
    const exporter: SpanExporter = {
      export(some, done) {
        spans.push(...some);
        done({ code: 0 });
      },
      shutdown: () => Promise.resolve(),
    };
    const tracing = openTracing({
      ...{ url: 'http://127.0.0.1:1/v1/traces', serviceName: 'wangshu', version: '1', exporter },
      onFault: () => undefined,
    });
    const sender = openSender({
      ...{ url: store.url, apiKey: SECRET, closeMs: 10_000, onOutcome: () => undefined },
    });
    const lineage = lineageObserver({
      ...{ producer: 'https://example.org/wangshu', namespace: 'wangshu' },
      ...{ database: databaseOf(hub.url), catalogue: hub.catalogue, send: sender.send },
    });
    const faults: unknown[] = [];
    const observer = observeAll([tracing.observer, lineage], (error) => faults.push(error));
    const told = new Set<string>();
    const stages: Stages = {
      ...HUB_STAGES,
      // Once, so that the queue keeps a failed attempt: of a stage that quotes what it worked on.
      resolve: (context) => {
        if (told.has('resolve')) return HUB_STAGES.resolve(context);
        told.add('resolve');
        const detail = `Key (sfzh)=(${ID}) already exists for ${NAME}, ${PHONE}; ${SECRET}`;
        throw Object.assign(new Error(detail), { detail, table: 'mention', where: SECRET });
      },
    };
    // And a reader that throws whatever comes to its lips.
    const catalogue = withReaders(hub.catalogue, (reader) => reader);
    const good = catalogue.connector('good');
    const spoken = {
      ...good,
      id: 'bad-reader',
      openReader: () => ({
        ...good.openReader(),
        check: () => Promise.resolve(),
        close: () => Promise.reject(new Error(`closing ${SECRET} ${ID}`)),
        // eslint-disable-next-line require-yield
        async *read() {
          await Promise.resolve();
          throw Object.assign(new Error(`${NAME} ${ID} ${PHONE} ${SECRET}`), {
            cause: new Error(`because of ${ID} and ${SECRET}`),
          });
        },
      }),
    };
    await hub.worker({
      ...{ stages, observer, concurrency: 3 },
      catalogue: {
        ...catalogue,
        connector: (id) => (id === 'bad-reader' ? spoken : catalogue.connector(id)),
      },
    });
    const connectors = [...hub.catalogue.connectors.map(({ id }) => id), 'bad-reader'];
    const { planId } = await startPlan(hub, { connectors, slot: new Date('2026-11-23T18:00:00Z') });
    report = await hub.wait(planId, 40_000);
    const alerts = watchAlerts({
      ...{ db: hub.db, connectors, everySeconds: 3_600, missedAfterMinutes: 60 },
      receiver: { url: robot.url, secret: SECRET, format: 'standard', timeZone: 'Asia/Shanghai' },
      ...{ quarantine: { rows: 1, share: 0.01 }, nightAfter: () => new Date(8.64e15) },
      logger: hub.logger,
    });
    await alerts.look();
    await alerts.close();
    await sender.close();
    const metrics = hubMetrics({
      ...{ version: '1', cacheSeconds: 0, pools: { hub: hub.db }, state: () => readState(hub.db) },
    });
    out['metrics'] = await metrics.metrics();
    await tracing.close();
    out['traces'] = JSON.stringify(
      spans.map(({ name, attributes, status, events }) => ({
        ...{ name, attributes, status, events },
      })),
    );
    out['lineage'] = store.received.map(({ body }) => body).join('\n');
    out['alerts'] = robot.received.map(({ body }) => body).join('\n');
    out['log'] = hub.log.join('');
    out['plan report'] = JSON.stringify(report);
    out['status of sources'] = JSON.stringify(await readSources(hub.db));
    const queue = await queueOf(hub);
    out['jobs'] = (await queue.jobs()).map(({ text }) => text).join('\n');
    await queue.close();
    if (hub.redisUrl !== null) out['redis'] = await redisText(hub.redisUrl);
    expect(faults).toEqual([]);
  }

  it('fails as it should, each source in its own way', () => {
    const codes = Object.fromEntries(
      report.sources.map(({ connector, status, error }) => [connector, error?.code ?? status]),
    );
    expect(report.status).toBe('PARTIAL');
    expect(codes).toMatchObject({
      ...{ 'sql-wrong': 'SOURCE_REFUSED', 'sql-nobody': 'SOURCE_REFUSED' },
      ...{ 'sql-away': 'SOURCE_UNREACHABLE', 'sql-echo': 'SOURCE_PROTOCOL' },
      ...{ 'all-bad': 'QUARANTINE_THRESHOLD', 'web-denied': 'SOURCE_REFUSED' },
      ...{ 'bad-rows': 'SUCCEEDED', 'bad-reader': 'INTERNAL' },
    });
    // Both hold the same resident, and the hub's database takes him once: it quotes him to whoever comes second.
    expect([codes['good'], codes['twin']].sort()).toEqual(['INTERNAL', 'SUCCEEDED']);
    expect(Object.values(codes).filter((code) => code !== 'SUCCEEDED').length).toBeGreaterThan(15);
  });

  it('has the planted values where the law has them: in what was landed and in quarantined rows', async () => {
    const tables = new Map((await tablesOf(hub)).map(({ table, text }) => [table, text]));
    expect(tables.get('record')).toContain(NAME);
    const { rows } = await hub.db.query<{ raw: string }>('SELECT raw::text AS raw FROM quarantine');
    expect(rows.map(({ raw }) => raw).join('')).toContain(NAME);
  });

  it('says something everywhere, so that there is something to look through', () => {
    for (const where of ['metrics', 'traces', 'lineage', 'alerts', 'log', 'plan report', 'jobs'])
      expect([where, out[where]?.includes('sql-echo') === true]).toEqual([where, true]);
  });

  it('tells neither the secret nor the resident to anybody', () => {
    const found = Object.entries(out).flatMap(([where, text]) =>
      planted()
        .filter(({ pattern }) => text.includes(pattern))
        .map(({ what }) => `${what} in ${where}`),
    );
    expect(found).toEqual([]);
  });

  it('keeps neither in the tables of runs, plans, alerts and the queue', async () => {
    const found = (await tablesOf(hub)).flatMap(({ table, text }) =>
      planted()
        .filter(
          ({ what, pattern }) => (what === SECRET || !LAWFUL.test(table)) && text.includes(pattern),
        )
        .map(({ what }) => `${what} in ${table}`),
    );
    // A tap or a web server that writes its own secret into a row has made it a row: raw bytes are kept as they came.
    expect(found.filter((each) => each !== `${SECRET} in quarantine`)).toEqual([]);
  });
});
