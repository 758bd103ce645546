import Redis from 'ioredis';
import type { NightHub } from '../jobs/night';

/** The hub's tables, every column as text; of quarantine everything but the raw row. */
export async function tablesOf(hub: NightHub): Promise<{ table: string; text: string }[]> {
  const { rows } = await hub.db.query<{ schema: string; table: string }>(
    `SELECT schemaname AS schema, tablename AS table FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`,
  );
  const tables = [];
  for (const { schema, table } of rows) {
    const { rows: lines } = await hub.db.query<{ line: string }>(
      `SELECT t::text AS line FROM "${schema}"."${table}" t`,
    );
    tables.push({ table, text: lines.map(({ line }) => line).join('\n') });
  }
  const told = await hub.db.query<{ line: string }>(
    `SELECT (to_jsonb(q) - 'raw')::text AS line FROM quarantine q`,
  );
  tables.push({
    table: 'quarantine but its raw rows',
    text: told.rows.map(({ line }) => line).join('\n'),
  });
  return tables;
}

/** Everything that a Redis holds. */
export async function redisText(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const parts: unknown[] = [];
    for (const key of await redis.keys('*')) {
      const type = await redis.type(key);
      parts.push(key);
      if (type === 'hash') parts.push(await redis.hgetall(key));
      else if (type === 'list') parts.push(await redis.lrange(key, 0, -1));
      else if (type === 'zset') parts.push(await redis.zrange(key, 0, -1));
      else if (type === 'set') parts.push(await redis.smembers(key));
      else if (type === 'stream') parts.push(await redis.xrange(key, '-', '+'));
      else parts.push(await redis.get(key));
    }
    return JSON.stringify(parts);
  } finally {
    await redis.quit();
  }
}
