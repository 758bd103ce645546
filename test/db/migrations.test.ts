import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { migrate, rollback } from '../../src/db/migrate';
import { emptyDatabase, type TestDatabase } from '../support/database';

const FILES = readdirSync(path.join(__dirname, '../../migrations')).sort();

describe('migrations', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(() => database.drop());

  /** Every table, column, index, constraint, function and extension of ours, as text that can be compared. */
  async function schemaOf(): Promise<string[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ line: string }>(`
        SELECT format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                      CASE WHEN a.attnotnull THEN 'not null' END, pg_get_expr(d.adbin, d.adrelid)) AS line
          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relname NOT LIKE 'hub_migration%'
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'hub_migration%'
        UNION ALL SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'hub_migration%'
        UNION ALL SELECT 'function ' || p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
        UNION ALL SELECT 'extension ' || extname FROM pg_extension WHERE extname <> 'plpgsql'
        ORDER BY line`);
      return rows.map(({ line }) => line);
    } finally {
      await client.end();
    }
  }

  it('go up, all the way down to nothing, and up to the same schema', async () => {
    expect(await migrate(database.url)).toHaveLength(FILES.length);
    const first = await schemaOf();
    expect(first.length).toBeGreaterThan(100);
    await rollback(database.url);
    expect(await schemaOf()).toEqual([]);
    await migrate(database.url);
    expect(await schemaOf()).toEqual(first);
  });

  it('each take back exactly what they brought', async () => {
    const before: string[][] = [[]];
    await migrate(database.url);
    const whole = await schemaOf();
    // Down one at a time, and up again from every point on the way: the same end.
    for (let steps = 1; steps <= FILES.length; steps += 1) {
      await rollback(database.url, 1);
      before.push(await schemaOf());
    }
    expect(before.at(-1)).toEqual([]);
    for (let at = 2; at < before.length; at += 1) {
      expect(before[at]?.length).toBeLessThan(before[at - 1]?.length ?? 0);
    }
    await migrate(database.url);
    expect(await schemaOf()).toEqual(whole);
  });

  it('have nothing to do the second time', async () => {
    await migrate(database.url);
    expect(await migrate(database.url)).toEqual([]);
  });
});
