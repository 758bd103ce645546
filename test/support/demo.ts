import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client, escapeIdentifier } from 'pg';
import { startDistrict, type District, type DistrictOptions } from '../../src/demo/district';
import { adminUrl } from './database';
import { FOR_GOOD } from './for-good';

/** A demo district on the tests' server, with databases and a folder of its own. */
export interface TestDistrict {
  readonly district: District;
  readonly folder: string;
  readonly prefix: string;
  /** Starts it once more on the same folder and databases; closes the earlier one. */
  again(options?: Partial<DistrictOptions>): Promise<District>;
  query(database: 'police' | 'urban', sql: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

let made = 0;

export async function testDistrict(options: Partial<DistrictOptions>): Promise<TestDistrict> {
  made += 1;
  const prefix = `test_demo_${process.env['JEST_WORKER_ID'] ?? '0'}_${process.pid}_${made}`;
  const folder = mkdtempSync(path.join(tmpdir(), 'wangshu-演示 '));
  const databaseUrl = await adminUrl();
  const start = (own: Partial<DistrictOptions>): Promise<District> =>
    startDistrict({ ...options, ...own, folder, databaseUrl, databasePrefix: prefix });
  let district = await start({});
  const first = district;
  return {
    district: first,
    folder,
    prefix,
    async again(own = {}) {
      await district.close();
      district = await start(own);
      return district;
    },
    async query(database, sql) {
      const name = database === 'police' ? 'POLICE_DB_URL' : 'URBAN_DB_URL';
      const client = new Client({ connectionString: district.env[name] });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(sql)).rows;
      } finally {
        await client.end();
      }
    },
    async remove() {
      await district.close();
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      try {
        for (const name of ['police', 'urban', 'environment']) {
          await client.query(
            `DROP DATABASE IF EXISTS ${escapeIdentifier(`${prefix}_${name}`)} WITH (FORCE)`,
          );
        }
      } finally {
        await client.end();
      }
      rmSync(folder, FOR_GOOD);
    },
  };
}

/** Lines of a file of the truth, e.g. `rows/police.t_syrk` or `broken`. */
export async function truthLines<T>(folder: string, name: string): Promise<T[]> {
  const input = createReadStream(path.join(folder, 'truth', `${name}.jsonl`));
  const lines: T[] = [];
  for await (const line of createInterface({ input })) lines.push(JSON.parse(line) as T);
  return lines;
}
