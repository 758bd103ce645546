import fc from 'fast-check';
import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { POPULATION_HEAD, writePopulation, writeRegister, writeTickets } from './district';

/** DESIGN.md, "same input, same graph": random districts that change from night to night, against one that is read once. */

const ADDRESSES = [
  '和平路12号阳光小区3号楼2单元501室',
  '阳光小区3栋2单元501',
  '和平路12号3号楼',
  '阳光小区3号楼',
  '建设路7号',
  '建设路7号2号楼',
  '二单元三零一室',
  '',
];
const PLATES = ['', 'MP0001', 'MP0003', 'MP0009', 'MP0404'];
const NUMBERS = ['', '990101199001010019', '990101198505050028', '99010119900101001X'];
const HEADS = {
  police: POPULATION_HEAD,
  grids: 'bm,sj,mc,jb',
  plates: 'mph,dz,wg',
  ticket: 'bh,yy,sj,bj,lb,dz,xm',
};

type Rows = Readonly<Record<string, string>>;
/** One version of every department's rows, by row key. */
interface Version {
  readonly police: Rows;
  readonly grids: Rows;
  readonly plates: Rows;
  readonly hotline: Rows;
  readonly grid: Rows;
}

const pick = (from: readonly string[]) => fc.constantFrom(...from);
const keyed = (prefix: string, upTo: number, row: fc.Arbitrary<string>): fc.Arbitrary<Rows> =>
  fc
    .dictionary(fc.integer({ min: 1, max: upTo }).map(String), row, { maxKeys: upTo })
    .map((rows) =>
      Object.fromEntries(
        Object.entries(rows).map(([id, rest]) => [prefix + id, `${prefix}${id},${rest}`]),
      ),
    );
const ticket = (cites: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      pick(cites),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      pick(['垃圾', '噪声']),
      pick(ADDRESSES),
    )
    .map(
      ([cited, day, closed, kind, address]) =>
        `${cited},2026-03-0${String(day)} 09:00:00,${closed ? '2026-03-20 10:00:00' : ''},${kind},${address},钱五`,
    );

const version: fc.Arbitrary<Version> = fc.record({
  police: keyed(
    'r',
    5,
    fc
      .tuple(
        pick(NUMBERS),
        pick(['王一', '李二']),
        pick(ADDRESSES),
        pick(PLATES),
        fc.integer({ min: 1, max: 4 }),
      )
      .map(
        ([number, name, address, plate, day]) =>
          `${number},${name},1990-01-01,${address},${plate},2026-01-0${String(day)} 08:00:00,低`,
      ),
  ),
  grids: fc.tuple(pick(['C1', 'C2']), pick(['C1', 'C2'])).map(([first, second]) => ({
    C1: 'C1,,幸福社区,社区',
    C2: 'C2,,光明社区,社区',
    G1: `G1,${first},第一网格,网格`,
    G2: `G2,${second},第二网格,网格`,
  })),
  plates: keyed(
    'MP000',
    9,
    fc
      .tuple(pick(ADDRESSES.slice(0, 6)), pick(['G1', 'G2', '']))
      .map(([address, grid]) => `${address},${grid}`),
  ),
  hotline: keyed('H', 4, ticket([''])),
  grid: keyed('W', 4, ticket(['', 'H1', 'H2', 'H3'])),
});

const ALL = ['population', 'register', 'hotline', 'grid'];
const nights = fc.array(
  fc.record({ version, order: fc.shuffledSubarray(ALL, { minLength: 1, maxLength: ALL.length }) }),
  { minLength: 1, maxLength: 3 },
);

function write(folder: TestFolder, { police, grids, plates, hotline, grid }: Version): void {
  const put = (file: string, head: string, rows: Rows): void => {
    folder.write(file, [head, ...Object.values(rows)].join('\n'));
  };
  put('police/resident.csv', HEADS.police, police);
  put('register/grid.csv', HEADS.grids, grids);
  put('register/doorplate.csv', HEADS.plates, plates);
  put('hotline/ticket.csv', HEADS.ticket, hotline);
  put('grid/ticket.csv', HEADS.ticket, grid);
}

/**
 * Rows are never taken back in this test: what a night no longer has stands as it was. Nor do they go to quarantine: there the
 * last version that could be understood stands, and which one that was depends on the nights.
 */
const overlay = (before: Version, next: Version): Version => ({
  police: { ...before.police, ...next.police },
  grids: { ...before.grids, ...next.grids },
  plates: { ...before.plates, ...next.plates },
  hotline: { ...before.hotline, ...next.hotline },
  grid: { ...before.grid, ...next.grid },
});

describe('a graph that is read over several nights', () => {
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
    writePopulation(folder);
    writeRegister(folder);
    writeTickets(folder);
  });
  afterEach(() => folder.remove());

  async function onFreshHub(use: (hub: TestHub) => Promise<void>): Promise<string> {
    const hub = await testHub();
    try {
      await hub.load([`${folder.path}/connectors`]);
      await use(hub);
      const cube = await hub.db.query(
        `SELECT category, area_id, day::text, sum(delta)::int AS n FROM trend_delta GROUP BY 1, 2, 3 HAVING sum(delta) <> 0 ORDER BY 1, 2, 3`,
      );
      return `${await hub.digest()} ${JSON.stringify(cube.rows)}`;
    } finally {
      await hub.close();
    }
  }

  it('is the graph of one night with the last version of every row, whatever came when', async () => {
    await fc.assert(
      fc.asyncProperty(nights, async (steps) => {
        let last: Version | null = null;
        const many = await onFreshHub(async (hub) => {
          for (const { version: next, order } of steps) {
            last = last === null ? next : overlay(last, next);
            write(folder, last);
            await hub.night(order);
          }
          await hub.night(ALL);
        });
        const once = await onFreshHub(async (hub) => void (await hub.night(ALL)));
        expect(many).toBe(once);
      }),
      {
        numRuns: Number(process.env['PROPERTY_RUNS'] ?? 12),
        // Looking for the smallest district that differs must leave time to show it.
        interruptAfterTimeLimit: 90_000,
      },
    );
  }, 120_000);
});
