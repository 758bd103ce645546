import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { testFolder, testHub, type TestFolder, type TestHub } from '../support/hub';

const MIB = 1_048_576;

describe('a file that nobody should have sent', () => {
  let folder: TestFolder;
  let hub: TestHub;

  beforeEach(async () => {
    folder = testFolder();
    folder.write('data/placeholder', '');
    folder.write(
      'connectors/source/connector.yaml',
      `id: source
department: { code: source, zh: 部门, en: source }
title: { zh: 登记, en: source }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: file, folder: '${folder.path}/data', format: csv }
streams:
  visit:
    from: visit.csv
    key: [id]
    record: VisitRecord
    items:
      id: { kind: ORDINARY }
      day: { type: date, kind: ORDINARY }
      title: { kind: ORDINARY }
    mentions:
      visit: { as: Event, number: { scheme: visit, item: id }, title: title, occurredAt: day }
`,
    );
    hub = await testHub();
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  async function write(chunks: Iterable<string>): Promise<void> {
    const file = createWriteStream(`${folder.path}/data/visit.csv`);
    for (const chunk of chunks) if (!file.write(chunk)) await once(file, 'drain');
    file.end();
    await once(file, 'finish');
  }

  /** Bytes by which this process grew while it worked. */
  async function growth(work: () => Promise<unknown>): Promise<number> {
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
    await work();
    clearInterval(watch);
    return most - before;
  }

  it('with a field of 500 MB: that row is set aside, the rows around it are landed, memory stays', async () => {
    await write(
      (function* () {
        yield 'id,day,title\nv1,2026-03-01,before\nv2,2026-03-01,"';
        for (let i = 0; i < 500; i += 1) yield 'x'.repeat(MIB);
        yield '"\nv3,2026-03-01,behind\n';
      })(),
    );
    const grown = await growth(async () => {
      const { status, counts } = await hub.ingest('source');
      expect(status).toBe('SUCCEEDED');
      expect(counts).toMatchObject({ landed: 2, quarantined: 1 });
    });
    expect(grown).toBeLessThan(300 * MIB);
    const aside = async (): Promise<unknown[]> =>
      (await hub.db.query<object>(`SELECT code, place FROM quarantine WHERE status = 'OPEN'`)).rows;
    const one = [{ code: 'VALUE_TOO_LONG', place: expect.stringContaining('line 3') as string }];
    expect(await aside()).toEqual(one);
    const again = await hub.ingest('source', { full: true });
    expect(again.counts).toMatchObject({ landed: 0, unchanged: 2, quarantined: 1 });
    expect(await aside()).toEqual(one);
    await isMended();
    // A line without a readable key cannot be met again; a whole read says that it is gone.
    await hub.ingest('source', { full: true });
    expect(await aside()).toEqual([]);
  }, 60_000);

  it('with ten million rows of garbage: the run stops early and says why, and the next night does not fill up either', async () => {
    const ROWS = 10_000_000;
    await write(
      (function* () {
        yield 'id,day,title\n';
        // No two of them are the same.
        for (let at = 0; at < ROWS; at += 20_000) {
          const some = Array.from({ length: 20_000 }, (_, i) => `q${String(at + i)},??,\n`);
          yield some.join('');
        }
      })(),
    );
    const nights: number[] = [];
    for (let night = 0; night < 2; night += 1) {
      const began = performance.now();
      const { status, error, counts } = await hub.ingest('source');
      expect(status).toBe('FAILED');
      expect(error?.code).toBe('QUARANTINE_THRESHOLD');
      expect(counts.read).toBeLessThanOrEqual(10_000);
      expect(performance.now() - began).toBeLessThan(20_000);
      const { rows } = await hub.db.query<{ n: number }>('SELECT count(*) AS n FROM quarantine');
      nights.push(rows[0]?.n ?? 0);
    }
    // A page a night, of ten million.
    expect(nights[0]).toBeGreaterThan(0);
    expect(nights[1]).toBeLessThanOrEqual(20_000);
    await isMended();
  }, 90_000);

  /** The file as it should have been: the graph is as if it had never been another. */
  async function isMended(): Promise<void> {
    const rows = [1, 2, 3].map((i) => `v${String(i)},2026-03-0${String(i)},visit ${String(i)}\n`);
    await write(['id,day,title\n', ...rows]);
    expect((await hub.ingest('source')).status).toBe('SUCCEEDED');
    await hub.settle();
    const clean = await testHub();
    try {
      await clean.load([`${folder.path}/connectors`]);
      await clean.ingest('source');
      await clean.settle();
      expect(await hub.digest()).toBe(await clean.digest());
    } finally {
      await clean.close();
    }
  }
});
