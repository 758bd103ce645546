import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
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
import { testMariaDb, type TestMariaDb } from '../support/mariadb';
import { testReceiver, type Receiver } from '../support/receiver';
import { testSshd, type TestSshd } from '../support/sshd';
import { nightHub, TRANSPORTS, type NightHub } from './jobs/night';
import { queueOf } from './jobs/raw-queue';
import { withReaders } from './jobs/sources';
import { redisText, tablesOf } from './redaction/kept';
import { ID, NAME, PHONE, plantedIn, SECRET } from './redaction/planted';
import { pushPlanted } from './redaction/push';
import { keyLines } from './redaction/sftp';
import { OUTCOMES, plantSources } from './redaction/sources';

/** Tables that are there to hold what residents are; the secret is looked for in them all the same. */
const LAWFUL =
  /^(record|quarantine|mention|claim|bridge|alias|doorplate|unresolved|rebridged|touched|resident|place|event|thing|organization|link\w*|area_closure)$/;

const RESIDENT = [NAME, ID, PHONE];

let mariadb: TestMariaDb;
let sshd: TestSshd;
beforeAll(async () => {
  [mariadb, sshd] = await Promise.all([testMariaDb(), testSshd()]);
}, 60_000);
afterAll(() => Promise.all([mariadb.stop(), sshd.stop()]));

/** Planted things in a text, and lines of the keys that connectors hold. */
function toldIn(text: string): string[] {
  const isKey = keyLines(sshd).some((line) => text.includes(line));
  return [...plantedIn(text), ...(isKey ? ['a private key'] : [])];
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
    const made = await plantSources(folder, { postgresUrl: department.url, mariadb, sshd });
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
    out['answers to what was pushed'] = await pushPlanted(hub);
    const connectors = [...hub.catalogue.connectors.map(({ id }) => id), 'bad-reader'];
    const { planId } = await startPlan(hub, { connectors, slot: new Date('2026-11-23T18:00:00Z') });
    report = await hub.wait(planId, 40_000);
    const alerts = watchAlerts({
      ...{ db: hub.db, connectors, everySeconds: 3_600, missedAfterMinutes: 60 },
      receiver: { url: robot.url, secret: SECRET, format: 'standard', timeZone: 'Asia/Shanghai' },
      ...{ quarantine: { rows: 1, share: 0.01 }, nightAfter: () => new Date(8.64e15) },
      logger: hub.logger,
    });
    // One look tells fifty at most.
    for (let i = 0; i < 3; i += 1) await alerts.look();
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
    expect(codes).toMatchObject(OUTCOMES);
    // Both hold the same resident, and the hub's database takes him once: it quotes him to whoever comes second.
    expect([codes['good'], codes['twin']].sort()).toEqual(['INTERNAL', 'SUCCEEDED']);
    expect(Object.values(codes).filter((code) => code !== 'SUCCEEDED').length).toBeGreaterThan(40);
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

  it('tells neither a secret nor the resident to anybody', () => {
    const found = Object.entries(out).flatMap(([where, text]) =>
      toldIn(text).map((what) => `${what} in ${where}`),
    );
    expect(found).toEqual([]);
  });

  it('keeps neither in the tables of runs, plans, alerts and the queue', async () => {
    const found = (await tablesOf(hub)).flatMap(({ table, text }) =>
      toldIn(text)
        .filter((what) => !RESIDENT.includes(what) || !LAWFUL.test(table))
        .map((what) => `${what} in ${table}`),
    );
    // A tap or a web server that writes its own secret into a row has made it a row: raw bytes are kept as they came.
    expect(found.filter((each) => each !== `${SECRET} in quarantine`)).toEqual([]);
  });

  it('keeps where a broken read goes on, without the secret that the next link repeats', async () => {
    const { rows } = await hub.db.query<{ connector: string; at: string }>(
      `SELECT connector, checkpoint ->> 'at' AS at FROM stream WHERE connector IN ('web-linked', 'web-renamed')`,
    );
    expect(rows).toHaveLength(2);
    for (const { at } of rows) {
      expect(at).toContain('page=2');
      expect(toldIn(at)).toEqual([]);
    }
  });
});
