import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Workbook } from 'exceljs';
import knex from 'knex';
import { Client } from 'pg';
import { changeDistrict } from '../../../src/demo/change';
import type { TruthSummary } from '../../../src/demo/departments/truth-entities';
import { startDistrict, type District } from '../../../src/demo/district';
import { adminUrl, emptyDatabase } from '../../support/database';
import { testDistrict, type TestDistrict } from '../../support/demo';

const SMALL = { residents: 1_500, seed: 11, asOf: '2026-03-02' } as const;
const TABLES = [
  ['police', 't_syrk', 'rybh'],
  ['police', 't_bzdz', 'mph'],
  ['police', 't_jjd', 'jjdbh'],
  ['urban', 't_anjian', 'ajbh'],
  ['urban', 't_bujian', 'bjbm'],
] as const;

const ENVIRONMENT = [
  ['ent_base', 'ent_id'],
  ['env_complaint', 'complaint_no'],
  ['env_inspection', 'inspect_no'],
] as const;

/** Files of the departments and of the truth; MariaDB's own change as it runs. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('mariadb') && statSync(path.join(folder, name)).isFile())
    .sort();
}

/** The environment department's tables, row by row, whatever server they stand on. */
async function environmentOf(district: District): Promise<Record<string, string>> {
  const { ENVIRONMENT_DB_URL: url = '', ENVIRONMENT_DB_CLIENT: client } = district.env;
  const server = knex({
    client: client ?? '',
    connection: client === 'mysql2' ? { uri: url, dateStrings: true } : url,
  });
  try {
    const content: Record<string, string> = {};
    for (const [table, key] of ENVIRONMENT) {
      const rows: unknown[] = await server(table).orderBy(key);
      expect(rows.length).toBe(district.counts[`environment.${table}`]);
      content[table] = createHash('md5').update(JSON.stringify(rows)).digest('hex');
    }
    return content;
  } finally {
    await server.destroy();
  }
}

/** Content of everything the departments and the truth hold. Workbooks carry the time they were made: their cells count. */
async function contentOf(
  made: TestDistrict,
  district: District = made.district,
): Promise<Record<string, string>> {
  const content = await environmentOf(district);
  for (const [database, table, key] of TABLES) {
    const [row] = await made.query(
      database,
      `SELECT md5(string_agg(t::text, '|' ORDER BY ${key})) AS md5 FROM ${table} t`,
    );
    content[table] = String(row?.['md5']);
  }
  for (const name of filesOf(made.folder)) {
    const file = path.join(made.folder, name);
    if (!name.endsWith('.xlsx')) {
      content[name] = createHash('md5').update(readFileSync(file)).digest('hex');
      continue;
    }
    const workbook = new Workbook();
    await workbook.xlsx.readFile(file);
    content[name] = JSON.stringify(workbook.worksheets[0]?.getSheetValues());
  }
  return content;
}

/** Time of writing and size of every file, and the last transaction of every table: any write shows. */
async function tracesOf(made: TestDistrict): Promise<unknown[]> {
  const files = filesOf(made.folder).map((name) => {
    const { mtimeMs, size, ino } = statSync(path.join(made.folder, name));
    return [name, mtimeMs, size, ino];
  });
  const tables = [];
  for (const [database, table] of TABLES) {
    const [row] = await made.query(
      database,
      `SELECT count(*) AS rows, max(xmin::text::bigint) AS last, '${table}'::regclass::oid AS oid FROM ${table}`,
    );
    tables.push(row);
  }
  return [...files, ...tables];
}

describe('the demo district', () => {
  let made: TestDistrict;

  beforeAll(async () => {
    made = await testDistrict(SMALL);
  });
  afterAll(() => made.remove());

  it("makes every department's system, and says how many rows each has", async () => {
    const { counts, changed, env } = made.district;
    expect(changed).toBe(true);
    expect(Object.keys(counts).sort()).toEqual([
      'approvals.applications',
      'approvals.licences',
      'civil.elderly',
      'civil.marriages',
      'civil.relief',
      'culture.complaints',
      'culture.inspections',
      'culture.venues',
      'education.enrolments',
      'education.schools',
      'emergency.inspections',
      'emergency.shelters',
      'environment.ent_base',
      'environment.env_complaint',
      'environment.env_inspection',
      'grid.areas',
      'grid.events',
      'health.contracts',
      'health.hygiene',
      'hotline.tickets',
      'human-resources.employment',
      'human-resources.job_seekers',
      'justice.cases',
      'market.inspections',
      'market.staff',
      'market.subjects',
      'petitions.cases',
      'police.t_bzdz',
      'police.t_jjd',
      'police.t_syrk',
      'urban.t_anjian',
      'urban.t_bujian',
      'volunteers.activities',
      'volunteers.services',
      'volunteers.volunteers',
    ]);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(7);
    for (const [database, table] of TABLES) {
      const [row] = await made.query(database, `SELECT count(*) AS count FROM ${table}`);
      expect(Number(row?.['count'])).toBe(counts[`${database}.${table}`]);
    }
    expect(readdirSync(env['HOTLINE_FOLDER'] ?? '')).toHaveLength(548);
    for (const value of Object.values(env)) expect(value).not.toBe('');
  });

  it('ends its data with the day before, so that nothing lies in the future', async () => {
    for (const [database, table] of TABLES) {
      const [row] = await made.query(
        database,
        `SELECT max(gxsj) < '2026-03-02' AS past FROM ${table}`,
      );
      expect(row).toEqual({ past: true });
    }
    const drops = readdirSync(made.district.env['HOTLINE_FOLDER'] ?? '').sort();
    expect([drops[0], drops.at(-1)]).toEqual(['hotline-20240831.csv', 'hotline-20260301.csv']);
  });

  it('plants rows in every changing stream that nobody can understand, and says which', () => {
    const summary = JSON.parse(readFileSync(made.district.truthFile, 'utf8')) as TruthSummary;
    for (const stream of [
      'approvals.applications',
      'approvals.licences',
      'civil.elderly',
      'civil.marriages',
      'civil.relief',
      'culture.complaints',
      'culture.inspections',
      'education.enrolments',
      'emergency.inspections',
      'environment.ent_base',
      'environment.env_complaint',
      'environment.env_inspection',
      'grid.events',
      'health.contracts',
      'health.hygiene',
      'hotline.tickets',
      'human-resources.employment',
      'human-resources.job_seekers',
      'justice.cases',
      'market.inspections',
      'market.staff',
      'market.subjects',
      'petitions.cases',
      'police.t_jjd',
      'police.t_syrk',
      'volunteers.activities',
      'volunteers.services',
      'volunteers.volunteers',
    ]) {
      expect(summary.broken[stream]).toBeGreaterThan(0);
    }
    const elderly = readFileSync(
      path.join(made.district.env['CIVIL_FOLDER'] ?? '', '高龄津贴.csv'),
    );
    expect(elderly.includes(0xff)).toBe(true);
    expect(summary.outbreaks.map(({ from, to }) => [from, to])).toEqual([
      ['2026-02-02', '2026-03-01'],
      ['2025-05-18', '2025-06-21'],
    ]);
  });

  it('carries no assigned division code in any number', async () => {
    const rows = await made.query(
      'police',
      `SELECT count(*) AS count FROM t_syrk WHERE normalize(sfzh, NFKC) !~ '^99'`,
    );
    expect(rows).toEqual([{ count: '0' }]);
  });

  it('changes nothing on a second start, which takes under a second', async () => {
    const before = await tracesOf(made);
    const started = performance.now();
    const { changed, counts } = await made.again();
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(changed).toBe(false);
    expect(counts).toEqual(made.district.counts);
    expect(await tracesOf(made)).toEqual(before);
  });

  it('keeps its day when none is asked for, so that tomorrow says the same', async () => {
    const own = { residents: SMALL.residents, seed: SMALL.seed };
    const { asOf: _, ...rest } = SMALL;
    expect(rest).toEqual(own);
    const later = await startDistrict({
      ...own,
      folder: made.folder,
      databaseUrl: await adminUrl(),
      databasePrefix: made.prefix,
    });
    expect([later.changed, later.asOf]).toEqual([false, '2026-03-02']);
    await later.close();
  });

  it('makes the same rows and bytes from the same seed, and others from another', async () => {
    const [twin, other] = [await testDistrict(SMALL), await testDistrict({ ...SMALL, seed: 12 })];
    try {
      const content = await contentOf(made, await made.again());
      expect(await contentOf(twin)).toEqual(content);
      const different = await contentOf(other);
      expect(different['t_syrk']).not.toBe(content['t_syrk']);
    } finally {
      await twin.remove();
      await other.remove();
    }
  });

  it('leaves a database alone that it did not make', async () => {
    const stranger = await emptyDatabase();
    const name = new URL(stranger.url).pathname.slice(1);
    const folder = `${made.folder}-stranger`;
    try {
      const own = { ...SMALL, folder, databaseUrl: await adminUrl() };
      // The stranger's database is renamed so that it stands where the demo wants its own.
      const admin = new Client({ connectionString: own.databaseUrl });
      await admin.connect();
      await admin.query(`ALTER DATABASE "${name}" RENAME TO "${name}_police"`);
      try {
        await expect(startDistrict({ ...own, databasePrefix: name })).rejects.toMatchObject({
          code: 'CONFIG_INVALID',
        });
      } finally {
        await admin.query(`ALTER DATABASE "${name}_police" RENAME TO "${name}"`);
        await admin.end();
      }
    } finally {
      await stranger.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says that it needs a role that may make databases', async () => {
    const admin = new Client({ connectionString: await adminUrl() });
    await admin.connect();
    const role = `${made.prefix}_poor`;
    const folder = `${made.folder}-poor`;
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'poor'`);
    try {
      const url = new URL(await adminUrl());
      [url.username, url.password] = [role, 'poor'];
      const own = { ...SMALL, folder, databaseUrl: url.href, databasePrefix: role };
      await expect(startDistrict(own)).rejects.toThrow(/CREATEDB/);
    } finally {
      await admin.query(`DROP ROLE ${role}`);
      await admin.end();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says what it needs when it is asked for a district that cannot be', async () => {
    const own = { folder: made.folder, databaseUrl: await adminUrl(), databasePrefix: made.prefix };
    for (const wrong of [
      { residents: 0 },
      { residents: 1.5 },
      { seed: -1 },
      { asOf: '2026-02-31' },
    ]) {
      await expect(startDistrict({ ...own, ...wrong })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
      });
    }
  });
});

describe('a demo district that is broken off or changed', () => {
  let made: TestDistrict;

  beforeEach(async () => {
    made = await testDistrict({ ...SMALL, residents: 400 });
  });
  afterEach(() => made.remove());

  it('is made again when its marker is missing, as it was', async () => {
    const before = await contentOf(made);
    rmSync(path.join(made.folder, 'district.json'));
    const again = await made.again();
    expect(again.changed).toBe(true);
    expect(await contentOf(made, again)).toEqual(before);
  });

  it('is made again when its databases hold another', async () => {
    await made.query('police', `COMMENT ON DATABASE ${made.prefix}_police IS 'wangshu-demo other'`);
    expect((await made.again()).changed).toBe(true);
    expect((await made.again()).changed).toBe(false);
  });

  it('is made anew for another size, seed or day', async () => {
    expect((await made.again({ residents: 450 })).counts['police.t_syrk']).toBeGreaterThan(449);
    expect((await made.again({ residents: 450, asOf: '2026-03-03' })).changed).toBe(true);
    expect((await made.again({ residents: 450, asOf: '2026-03-03' })).changed).toBe(false);
  });

  it('stands on PostgreSQL where the machine has no MariaDB, and says so', async () => {
    const { district } = made;
    expect(district.withoutMariaDb).toBeNull();
    expect(district.env['ENVIRONMENT_DB_CLIENT']).toBe('mysql2');
    const without = await made.again({ mariadb: null });
    expect(without.changed).toBe(true);
    expect(without.withoutMariaDb).toMatch(/no MariaDB .*mariadb-server-core/);
    expect(without.env['ENVIRONMENT_DB_CLIENT']).toBe('pg');
    expect(await environmentOf(without)).toHaveProperty('ent_base');
    expect((await made.again({ mariadb: null })).changed).toBe(false);
    expect((await made.again()).env['ENVIRONMENT_DB_CLIENT']).toBe('mysql2');
  });

  it('stands on PostgreSQL, and says why, where MariaDB does not come up', async () => {
    const broken = path.join(made.folder, 'mariadbd');
    writeFileSync(broken, '#!/bin/sh\necho "[ERROR] no room" >&2\nexit 7\n', { mode: 0o755 });
    const fresh = await testDistrict({ ...SMALL, residents: 400, mariadb: broken });
    try {
      expect(fresh.district.withoutMariaDb).toMatch(/first start ended with code 7.*no room/);
      expect(fresh.district.env['ENVIRONMENT_DB_CLIENT']).toBe('pg');
    } finally {
      await fresh.remove();
    }
  });

  it('changes about the share of rows that a day is told to change, in order and for good', async () => {
    const share = 0.1;
    const changed = await changeDistrict(made.district, { share, seed: 1 });
    for (const stream of [
      'police.t_syrk',
      'grid.events',
      'hotline.tickets',
      'approvals.applications',
      'environment.env_complaint',
      'human-resources.employment',
      'volunteers.volunteers',
    ]) {
      const rows = made.district.counts[stream] ?? 0;
      const allowed = 4 * Math.sqrt(rows * share * (1 - share)) + 1;
      expect(Math.abs((changed[stream] ?? 0) - rows * share)).toBeLessThan(allowed);
    }
    const [row] = await made.query(
      'police',
      `SELECT count(*) AS count, min(gxsj)::text AS at FROM t_syrk WHERE gxsj >= '2026-03-02'`,
    );
    expect(row).toEqual({ count: String(changed['police.t_syrk']), at: '2026-03-02 09:00:00' });
    const drops = readdirSync(made.district.env['HOTLINE_FOLDER'] ?? '').sort();
    expect(drops.at(-1)).toBe('hotline-20260302.csv');
    const times = readFileSync(path.join(made.folder, 'departments/grid/events.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { gxsj: string }).gxsj);
    expect([...times].sort()).toEqual(times);
    const again = await made.again();
    expect(again.changed).toBe(false);
    await changeDistrict(again, { share, seed: 2 });
    expect(readdirSync(made.district.env['HOTLINE_FOLDER'] ?? '')).toContain(
      'hotline-20260303.csv',
    );
  });
});
