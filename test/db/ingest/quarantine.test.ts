import { testFolder, testHub, type TestFolder, type TestHub } from '../../support/hub';
import { POPULATION, POPULATION_HEAD, writePopulation } from './district';

const BAD_DATE = '5,,周五,31/12/1980,阳光小区1号楼,,2026-01-01 08:00:00,';
const NO_KEY = ',,吴六,1980-12-31,阳光小区1号楼,,2026-01-01 08:00:00,';
const BAD_BYTES = Buffer.concat([
  Buffer.from('6,,'),
  Buffer.from([0xff, 0xfe]),
  Buffer.from(',1980-12-31,阳光小区1号楼,,2026-01-01 08:00:00,'),
]);

describe('quarantine', () => {
  let folder: TestFolder;
  let hub: TestHub;

  beforeEach(async () => {
    folder = testFolder();
    writePopulation(folder);
    const text = [POPULATION_HEAD, ...POPULATION, BAD_DATE, NO_KEY].join('\n');
    folder.write('police/resident.csv', Buffer.concat([Buffer.from(`${text}\n`), BAD_BYTES]));
    hub = await testHub();
    await hub.load([`${folder.path}/connectors`]);
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  interface SetAside {
    stage: string;
    code: string;
    item: string | null;
    message: string;
    place: string;
  }
  const open = async (): Promise<SetAside[]> => {
    const { rows } = await hub.db.query<SetAside>(
      `SELECT stage, code, item, message, place FROM quarantine WHERE status = 'OPEN' ORDER BY stage, code`,
    );
    return rows;
  };

  it('keeps what cannot be understood, with reason and place, and goes on', async () => {
    const { status, counts } = await hub.ingest('population');
    expect(status).toBe('SUCCEEDED');
    expect(counts).toMatchObject({ read: 7, landed: 4, quarantined: 3, unchanged: 0, deleted: 0 });
    const rows = await open();
    expect(rows.map(({ stage, code, item }) => [stage, code, item])).toEqual([
      ['KEY', 'KEY_MISSING', 'rybh'],
      ['MAP', 'VALUE_INVALID', 'csrq'],
      ['READ', 'ENCODING_INVALID', null],
    ]);
    for (const row of rows) expect(row.place).toMatch(/resident\.csv/);
  });

  it('says shapes, never values', async () => {
    await hub.ingest('population');
    for (const { message } of await open()) {
      for (const value of ['31/12/1980', '周五', '吴六']) expect(message).not.toContain(value);
    }
  });

  it('counts the same bad rows again each time they are read, and keeps each once', async () => {
    await hub.ingest('population');
    const { counts } = await hub.ingest('population', { full: true });
    expect(counts).toMatchObject({ read: 7, landed: 0, unchanged: 4, quarantined: 3 });
    expect(await open()).toHaveLength(3);
  });

  it('lets a row back in when the mapping is mended, without asking the source', async () => {
    await hub.ingest('population');
    writePopulation(folder, { mended: true });
    await hub.load([`${folder.path}/connectors`]);
    const { counts } = await hub.ingest('population');
    // With the day first, the four good dates are the ones that no longer fit.
    expect(counts.read).toBe(0);
    const records = await hub.db.query(
      `SELECT count(*) AS count FROM record WHERE deleted_at IS NULL`,
    );
    expect(records.rows).toEqual([{ count: 5 }]);
    expect((await open()).map(({ code }) => code)).not.toContain(undefined);
    const back = await hub.db.query(
      `SELECT attrs->>'birthDate' AS born FROM mention WHERE attrs->>'name' = '周五'`,
    );
    expect(back.rows).toEqual([{ born: '1980-12-31' }]);
  });

  it('closes itself when a good row of that key arrives', async () => {
    await hub.ingest('population');
    folder.write(
      'police/resident.csv',
      [POPULATION_HEAD, ...POPULATION, BAD_DATE.replace('31/12/1980', '1980-12-31')].join('\n'),
    );
    await hub.ingest('population');
    const closed = await hub.db.query(`SELECT stage, status FROM quarantine WHERE stage = 'MAP'`);
    expect(closed.rows).toEqual([{ stage: 'MAP', status: 'RESOLVED' }]);
  });

  it('never reads an item that is not shared', async () => {
    await hub.ingest('population');
    const found = await hub.db.query(
      `SELECT count(*) AS count FROM record WHERE payload ? 'wxdj' OR payload::text LIKE '%高%'`,
    );
    expect(found.rows).toEqual([{ count: 0 }]);
  });
});
