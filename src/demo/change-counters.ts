/**
 * A day later at the departments of counters, apps and clinics: complaints handled, contracts ended, volunteers moved. What
 * the volunteers' app has to tell lies in its outbox until somebody pushes it (push-outbox.ts).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { Client } from 'pg';
import type { DropDay } from './change-drops';
import { isChosen } from './change-lines';
import { compactDay, isoMoment } from './clock';
import { COMPLAINT, ENTERPRISE, type EnvironmentTable } from './departments/environment-tables';
import { CONTRACT_FILE, CONTRACT_TITLES, HYGIENE_FILE, HYGIENE_TITLES } from './departments/health';
import { connectMariaDb } from './serve/mariadb';
import { writeBatch } from './sinks/exchange-folder';

/** What the rows that change say afterwards. */
const TABLE_CHANGES: readonly (readonly [table: EnvironmentTable, column: string, to: string])[] = [
  [COMPLAINT, 'result', '属实,已责令整改,已回访'],
  [ENTERPRISE, 'permit_level', '重点管理(调整)'],
];

/** Rows changed, by `environment.table`; the tables stand on MariaDB or on PostgreSQL. */
export async function changeEnvironment(
  source: { client: string; url: string },
  o: DropDay,
): Promise<Record<string, number>> {
  const server = await connectTo(source);
  const changed: Record<string, number> = {};
  try {
    for (const [table, column, to] of TABLE_CHANGES) {
      const keys = (await server.keys(`SELECT ${table.key} AS k FROM ${table.name}`)).filter(
        (key) => isChosen(key, o.share, o.seed),
      );
      for (const key of keys) {
        await server.run(
          `UPDATE ${table.name} SET ${column} = ?, updated_at = ? WHERE ${table.key} = ?`,
          [to, isoMoment(o.at), key],
        );
      }
      changed[`environment.${table.name}`] = keys.length;
    }
  } finally {
    await server.end();
  }
  return changed;
}

interface TableServer {
  keys(sql: string): Promise<string[]>;
  /** Values stand as `?`. */
  run(sql: string, values: readonly string[]): Promise<void>;
  end(): Promise<void>;
}

async function connectTo({ client, url }: { client: string; url: string }): Promise<TableServer> {
  if (client === 'mysql2') {
    const connection = await connectMariaDb(url);
    return {
      async keys(sql) {
        const [rows] = await connection.query(sql);
        return (rows as { k: string }[]).map(({ k }) => k);
      },
      async run(sql, values) {
        await connection.execute(sql, [...values]);
      },
      end: () => connection.end(),
    };
  }
  const postgres = new Client({ connectionString: url });
  await postgres.connect();
  return {
    keys: async (sql) => (await postgres.query<{ k: string }>(sql)).rows.map(({ k }) => k),
    async run(sql, values) {
      let n = 0;
      const numbered = sql.replaceAll('?', () => `$${String(++n)}`);
      await postgres.query(numbered, [...values]);
    },
    end: () => postgres.end(),
  };
}

/** A batch of the day with contracts of earlier ones, ended. Returns how many. */
export function dropContracts(folder: string, o: DropDay): number {
  const latest = new Map<string, string[]>();
  for (const name of readdirSync(folder).sort()) {
    if (!name.startsWith(`${CONTRACT_FILE}_`)) continue;
    const text = iconv.decode(readFileSync(join(folder, name)), 'gb18030');
    for (const cells of parse(text, { from: 2 })) {
      // Broken rows are left to their department.
      if (cells[0] === '' || cells[1]?.includes('\uFFFD') || cells[10]?.includes('-02-31'))
        continue;
      latest.set(cells[0] ?? '', cells);
    }
  }
  const chosen = [...latest.values()]
    .filter(([key = '']) => isChosen(key, o.share, o.seed))
    .map((cells) => [...cells.slice(0, -2), '已解约', isoMoment(o.at)]);
  writeBatch(folder, compactDay(o.day), [
    { name: CONTRACT_FILE, titles: CONTRACT_TITLES, rows: chosen },
    { name: HYGIENE_FILE, titles: HYGIENE_TITLES, rows: [] },
  ]);
  return chosen.length;
}

/** What changes in the app, by file: the key of its rows, and a field with what it says afterwards. */
const APP_CHANGES = [
  { file: 'volunteers', key: 'volunteerId', item: 'reportedTo', to: '双报到' },
  { file: 'activities', key: 'activityNo', item: 'remark', to: '活动已结束,感谢参与' },
  { file: 'services', key: 'serviceNo', item: 'hours', to: 3.5 },
] as const;

/** A file of the day in the app's outbox for each of its streams, with rows that changed. Rows, by `volunteers.file`. */
export function changeOutbox(folder: string, o: DropDay): Record<string, number> {
  const changed: Record<string, number> = {};
  const names = readdirSync(folder).sort();
  for (const { file, key, item, to } of APP_CHANGES) {
    const latest = new Map<string, Record<string, unknown>>();
    for (const name of [`${file}.jsonl`, ...names.filter((each) => each.startsWith(`${file}-`))]) {
      for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
        // Broken rows are left to their department.
        if (line === '' || line.includes('-02-31')) continue;
        const row = JSON.parse(line) as Record<string, unknown>;
        const number = row[key];
        if (typeof number === 'string') latest.set(number, row);
      }
    }
    const lines = [...latest]
      .filter(([number]) => isChosen(number, o.share, o.seed))
      .map(([, row]) => `${JSON.stringify({ ...row, [item]: to, updatedAt: isoMoment(o.at) })}\n`);
    writeFileSync(join(folder, `${file}-${compactDay(o.day)}.jsonl`), lines.join(''));
    changed[`volunteers.${file}`] = lines.length;
  }
  return changed;
}
