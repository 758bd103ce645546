import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { openTransport, startPlan, startWorker, type RunningWorker } from '../../src/jobs';
import { pino } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import { NIGHTLY, nightHub, undisturbedDigest, type NightHub } from '../db/jobs/night';
import { slowCatalogue, writeSource } from '../db/jobs/sources';
import { TEST_ID_KEY, testFolder, type TestFolder } from '../support/hub';
import { testRedis, type TestRedis } from '../support/redis';
import { pagesLanded } from './child';

const SOURCES = ['civil', 'police'];
const ROWS = 120;

/** One address for a server that is exchanged behind it. */
interface Door {
  readonly url: string;
  /** From here on it leads there; who is connected is cut off. null: to nobody. */
  lead(to: TestRedis | null): void;
  close(): Promise<void>;
}

async function openDoor(): Promise<Door> {
  let port: number | null = null;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  };
  const server: Server = createServer((caller) => {
    keep(caller);
    if (port === null) return void caller.destroy();
    const far = connect(port, '127.0.0.1');
    keep(far);
    caller.pipe(far).pipe(caller);
    caller.on('close', () => far.destroy());
    far.on('close', () => caller.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    lead(to) {
      port = to === null ? null : Number(new URL(to.url).port);
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

describe('a queue in Redis that stops in the middle of a run', () => {
  let folder: TestFolder;
  let hub: NightHub;
  let door: Door;
  let servers: TestRedis[];
  let undisturbed: string;

  beforeAll(async () => {
    folder = testFolder();
    for (const id of SOURCES) writeSource(folder, id, ROWS);
    undisturbed = await undisturbedDigest(`${folder.path}/connectors`);
  });
  afterAll(() => folder.remove());
  beforeEach(async () => {
    // The hub's own queue is not used: this one is behind the door.
    hub = await nightHub('postgres');
    await hub.load([`${folder.path}/connectors`]);
    door = await openDoor();
    servers = [await testRedis({ keeps: true }), await testRedis()];
    door.lead(servers[0] ?? null);
  });
  afterEach(async () => {
    await door.close();
    await Promise.all(servers.map((server) => server.stop()));
    await hub.close();
  });

  async function cutOff(next: number): Promise<void> {
    door.lead(null);
    await sleep(1_500);
    door.lead(servers[next] ?? null);
  }
  const restart = async (): Promise<void> => servers[0]?.restart(1_500);

  it.each([
    ['was only out of reach', (): Promise<void> => cutOff(0)],
    ['is another, which knows nothing', (): Promise<void> => cutOff(1)],
    ['was killed, and knows what it had written', (): Promise<void> => restart()],
  ])(
    'and, when it is back, %s: the plan ends as if nothing had been',
    async (_, misfortune) => {
      const { db, url } = hub;
      const onError = (): void => undefined;
      const transport = await openTransport({ db, databaseUrl: url, redisUrl: door.url, onError });
      let worker: RunningWorker | undefined;
      try {
        worker = await startWorker({
          ...{ db, transport, idKey: TEST_ID_KEY, nightly: NIGHTLY, lockMs: 2_000, houseMs: 500 },
          catalogue: slowCatalogue(hub.catalogue, 60),
          logger: pino({ level: 'silent' }),
        });
        const { planId } = await startPlan({ db, transport }, { connectors: SOURCES });
        await pagesLanded(db, 4);
        // A plan that is between its row and its jobs is left alone for a while; this one is older.
        await db.query(`UPDATE plan_run SET started_at = started_at - interval '1 minute'`);
        await misfortune();
        const report = await hub.wait(planId, 40_000);
        expect(report.status).toBe('SUCCEEDED');
        expect(report.sources.map(({ read, landed }) => [read, landed])).toEqual([
          [ROWS, ROWS],
          [ROWS, ROWS],
        ]);
        expect(await hub.digest()).toBe(undisturbed);
        // The nights come again too, though no worker was started anew.
        while ((await transport.queue.getJobScheduler('nightly')) === undefined) await sleep(100);
        expect(await transport.queue.getJobScheduler('nightly')).toMatchObject({
          pattern: NIGHTLY.pattern,
          tz: NIGHTLY.timeZone,
        });
      } finally {
        await worker?.close({ graceMs: 2_000 });
        await transport.close();
      }
    },
    60_000,
  );
});
