import { migrate, rollback } from '../../db/migrate';
import { WangshuError } from '../../domain/errors';
import type { Database } from '../hub';

const SETTING = 'demoDistrict';

/**
 * Sees to it that the hub's database holds this district and no other: a new or an empty one is marked as the district's,
 * an embedded one with another district in it is emptied. A hub with data that no demo put there is left alone:
 * WangshuError CONFIG_INVALID.
 */
export async function claimDatabase(database: Database, districtId: string): Promise<void> {
  const { db, url, embedded } = database;
  const { rows } = await db.query<{ district: string | null; used: boolean }>(
    `SELECT (SELECT value #>> '{}' FROM hub_setting WHERE name = $1) AS district,
            EXISTS (SELECT FROM sync_run) AS used`,
    [SETTING],
  );
  const { district = null, used = false } = rows[0] ?? {};
  if (district === districtId) return;
  if (district === null && used)
    throw new WangshuError(
      'CONFIG_INVALID',
      'a database without data of its own is required for the demo, this one is a working hub; set WANGSHU_HOME to another folder (or DATABASE_URL to another database)',
    );
  if (used && !embedded)
    throw new WangshuError(
      'CONFIG_INVALID',
      'the database of DATABASE_URL holds another demo district, which is required to stay; give the demo an empty database, or the same --residents and --seed',
    );
  if (used) {
    await rollback(url);
    await migrate(url);
  }
  await db.query(
    `INSERT INTO hub_setting (name, value) VALUES ($1, to_jsonb($2::text))
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [SETTING, districtId],
  );
}
