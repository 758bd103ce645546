import { rmSync } from 'node:fs';
import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import {
  DOORPLATES,
  GRID_EVENTS,
  GRIDS,
  HOTLINE,
  POPULATION,
  POPULATION_HEAD,
  writePopulation,
  writeRegister,
  writeTickets,
} from './district';

const ALL = ['population', 'register', 'hotline', 'grid'];

function writeAll(folder: TestFolder): void {
  writePopulation(folder);
  writeRegister(folder);
  writeTickets(folder);
  folder.write('police/resident.csv', [POPULATION_HEAD, ...POPULATION].join('\n'));
  folder.write('register/grid.csv', GRIDS.join('\n'));
  folder.write('register/doorplate.csv', DOORPLATES.join('\n'));
  folder.write('hotline/ticket.csv', HOTLINE.join('\n'));
  folder.write('grid/ticket.csv', GRID_EVENTS.join('\n'));
}

describe('nights', () => {
  let folder: TestFolder;
  let hub: TestHub;
  const hubs: TestHub[] = [];
  const freshHub = async (): Promise<TestHub> => {
    const made = await testHub();
    hubs.push(made);
    await made.load([`${folder.path}/connectors`]);
    return made;
  };

  beforeEach(async () => {
    folder = testFolder();
    writeAll(folder);
    hub = await freshHub();
  });
  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((each) => each.close()));
    folder.remove();
  });

  const all = async <Row extends object>(sql: string, on = hub): Promise<Row[]> =>
    (await on.db.query<Row>(sql)).rows;

  it('joins what departments wrote in many ways into one place tree', async () => {
    await hub.night(ALL);
    const rooms = await all<{ address: string }>(`
      SELECT concat_ws(' ', base.name, building.name, unit.name, room.name) AS address
        FROM place room JOIN place base ON base.id = room.base_id
        LEFT JOIN place building ON building.id = room.building_id LEFT JOIN place unit ON unit.id = room.unit_id
       WHERE room.level = 'ROOM' ORDER BY 1`);
    expect(rooms.map((row) => row.address)).toEqual([
      '阳光小区 3号楼 2单元 301室',
      '阳光小区 3号楼 2单元 501室',
      '阳光小区 3号楼 2单元 502室',
      '阳光小区 5号楼 101室',
    ]);
    expect(await all(`SELECT name, level FROM place WHERE base_id = id ORDER BY name`)).toEqual([
      { name: '建设路7号', level: 'STREET' },
      { name: '阳光小区', level: 'COMPOUND' },
    ]);
  });

  it('gives residents and events the grid of their place', async () => {
    await hub.night(ALL);
    const grids = await all(`
      SELECT 'resident' AS noun, p.name AS grid, count(*) FROM resident r JOIN place p ON p.id = r.area_id GROUP BY 2
      UNION ALL SELECT 'event', p.name, count(*) FROM event e JOIN place p ON p.id = e.area_id GROUP BY 2 ORDER BY 1, 2`);
    expect(grids).toEqual([
      { noun: 'event', grid: '第一网格', count: 1 },
      { noun: 'event', grid: '第二网格', count: 2 },
      { noun: 'resident', grid: '第一网格', count: 4 },
    ]);
  });

  it('makes one event of a ticket and the grid event that cites it, with the timeline of both', async () => {
    await hub.night(ALL);
    const [event] = await all<{
      numbers: string[];
      stage: string;
      stages: string[];
      streams: number;
    }>(`
      SELECT numbers, stage, cardinality(streams) AS streams,
             ARRAY(SELECT step->>'stage' FROM jsonb_array_elements(timeline) AS step) AS stages
        FROM event WHERE 'hotline:H1' = ANY (numbers)`);
    expect(event).toEqual({
      numbers: ['grid:W1', 'hotline:H1'],
      stage: 'CLOSED',
      streams: 2,
      stages: ['REPORTED', 'DISPATCHED', 'FED_BACK', 'CLOSED'],
    });
  });

  it('knows a caller by name only as evidence, not as a resident', async () => {
    await hub.night(ALL);
    expect(
      await all(`SELECT count(*) FROM mention WHERE name = 'caller' AND entity_id IS NULL`),
    ).toEqual([{ count: 2 }]);
    expect(await all(`SELECT count(*) FROM resident`)).toEqual([{ count: 4 }]);
  });

  it('says for every shown value which record it came from', async () => {
    await hub.night(ALL);
    const missing = await all(`
      SELECT 'name' AS attribute FROM resident WHERE name IS NOT NULL AND NOT provenance ? 'name'
      UNION ALL SELECT 'residence' FROM resident WHERE residence_id IS NOT NULL AND NOT provenance ? 'residence'
      UNION ALL SELECT 'category' FROM event WHERE category IS NOT NULL AND NOT provenance ? 'category'
      UNION ALL SELECT 'stage' FROM event WHERE stage IS NOT NULL AND NOT provenance ? 'stage'
      UNION ALL SELECT 'place.name' FROM place WHERE name IS NOT NULL AND NOT provenance ? 'name'`);
    expect(missing).toEqual([]);
  });

  it('writes every link at both ends', async () => {
    await hub.night(ALL);
    const lonely = await all(`
      SELECT l.role FROM link_end l WHERE NOT EXISTS (SELECT FROM link_end o
        WHERE (o.node_id, o.role, o.outward, o.other_id) = (l.other_id, l.role, NOT l.outward, l.node_id))`);
    expect(lonely).toEqual([]);
    expect(await all(`SELECT count(*) FROM link_end WHERE role = 'LIVES_AT' AND outward`)).toEqual([
      { count: 4 },
    ]);
  });

  it('ends in the same graph for any order of departments', async () => {
    await hub.night(ALL);
    const other = await freshHub();
    await other.night([...ALL].reverse());
    expect(await other.digest()).toBe(await hub.digest());
  });

  it('ends in the same graph in one night or in four, whatever came first', async () => {
    await hub.night(ALL);
    for (const order of [ALL, [...ALL].reverse(), ['hotline', 'population', 'grid', 'register']]) {
      const other = await freshHub();
      for (const connector of order) await other.night([connector]);
      expect(await other.digest()).toBe(await hub.digest());
    }
  });

  it('writes nothing on a night with nothing new, and says so', async () => {
    await hub.night(ALL);
    const before = await all(
      `SELECT xmin::text, * FROM resident UNION ALL SELECT xmin::text, * FROM resident ORDER BY 2`,
    );
    const results = await hub.night(ALL);
    for (const { counts } of results)
      expect({ landed: counts.landed, deleted: counts.deleted }).toEqual({ landed: 0, deleted: 0 });
    const stitched = await hub.settle();
    expect(stitched).toMatchObject({
      links: 0,
      removed: 0,
      entities: { Resident: 0, Place: 0, Event: 0 },
    });
    expect(
      await all(
        `SELECT xmin::text, * FROM resident UNION ALL SELECT xmin::text, * FROM resident ORDER BY 2`,
      ),
    ).toEqual(before);
  });

  it('a full read of unchanged rows changes nothing either', async () => {
    await hub.night(ALL);
    const digest = await hub.digest();
    const { counts } = await hub.ingest('population', { full: true });
    expect(counts).toMatchObject({ read: 4, landed: 0, unchanged: 4 });
    await hub.settle();
    expect(await hub.digest()).toBe(digest);
  });

  it('follows a resident who moves, and forgets the empty room', async () => {
    await hub.night(ALL);
    const moved = [...POPULATION];
    moved[0] = '1,990101199001010019,王一,1990-01-01,建设路7号,,2026-02-01 08:00:00,高';
    folder.write('police/resident.csv', [POPULATION_HEAD, ...moved].join('\n'));
    await hub.night(['population']);
    expect(
      await all(
        `SELECT p.name FROM resident r JOIN place p ON p.id = r.residence_id WHERE r.name = '王一'`,
      ),
    ).toEqual([{ name: '建设路7号' }]);
    expect(await all(`SELECT count(*) FROM place WHERE name = '501室'`)).toEqual([{ count: 0 }]);
    const clean = await freshHub();
    await clean.night(ALL);
    expect(await hub.digest()).toBe(await clean.digest());
  });

  it('forgets a resident whose row a complete snapshot no longer holds', async () => {
    writePopulation(folder, { deletes: 'snapshot\n    maxRemoval: 0.5' });
    await hub.load([`${folder.path}/connectors`]);
    await hub.night(ALL);
    folder.write('police/resident.csv', [POPULATION_HEAD, ...POPULATION.slice(1)].join('\n'));
    const [result] = await hub.night(['population']);
    expect(result?.counts.removed).toBe(1);
    expect(await all(`SELECT count(*) FROM resident WHERE name = '王一'`)).toEqual([{ count: 0 }]);
    expect(
      await all(
        `SELECT count(*) FROM link_end l WHERE NOT EXISTS (SELECT FROM resident r WHERE r.id = l.node_id) AND l.node_noun = 1`,
      ),
    ).toEqual([{ count: 0 }]);
  });

  it('distrusts a snapshot that suddenly shrank, and removes nothing', async () => {
    writePopulation(folder, { deletes: 'snapshot' });
    await hub.load([`${folder.path}/connectors`]);
    await hub.night(ALL);
    const digest = await hub.digest();
    folder.write('police/resident.csv', POPULATION_HEAD);
    const [result] = await hub.night(['population']);
    expect(result?.error?.code).toBe('SOURCE_SHRUNK');
    expect(await hub.digest()).toBe(digest);
  });

  it('takes a row away that its source marks as deleted', async () => {
    writePopulation(folder, { deletes: `{ tombstone: { xm: '' } }` });
    await hub.load([`${folder.path}/connectors`]);
    await hub.night(ALL);
    folder.write(
      'police/resident.csv',
      [POPULATION_HEAD, '1,,,,,,2026-02-02 00:00:00,', ...POPULATION.slice(1)].join('\n'),
    );
    const [result] = await hub.night(['population']);
    expect(result?.counts).toMatchObject({ read: 4, deleted: 1, unchanged: 3, landed: 0 });
    expect(await all(`SELECT count(*) FROM resident WHERE name = '王一'`)).toEqual([{ count: 0 }]);
    const [again] = await hub.night(['population']);
    expect(again?.counts.deleted).toBe(0);
  });

  it('a source that is down fails alone, with a sentence', async () => {
    rmSync(`${folder.path}/hotline`, { recursive: true });
    const results = await hub.night(ALL);
    expect(results.map(({ status }) => status)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
      'FAILED',
      'SUCCEEDED',
    ]);
    expect(results[2]?.error?.code).toBe('SOURCE_UNREACHABLE');
    expect(
      await all(`SELECT status, error_code FROM sync_run WHERE connector = 'hotline'`),
    ).toEqual([{ status: 'FAILED', error_code: 'SOURCE_UNREACHABLE' }]);
  });
});
