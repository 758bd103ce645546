import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WangshuError } from '../domain/errors';
import type { Config } from './load';

const TOKEN_SECRET_FILE = 'token-secret';

/** A secret kept in a file that its owner alone can read; made when it is not there. Of two that make it at once one wins. */
function keptSecret(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(fresh, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  try {
    // A link either makes the whole file appear or fails because another is there: no reader sees half a secret.
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(fresh);
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * The secret that signs tokens. It is required where the database is a server's; a hub on its embedded database (a demo,
 * a trial) makes its own once and keeps it in WANGSHU_HOME.
 */
export function tokenSecretOf(config: Config): string {
  if (config.tokenSecret !== null) return config.tokenSecret;
  if (config.databaseUrl === null) return keptSecret(path.join(config.home, TOKEN_SECRET_FILE));
  throw new WangshuError(
    'CONFIG_INVALID',
    'the environment variable WANGSHU_TOKEN_SECRET is required where DATABASE_URL is set (32 characters or more; openssl rand -base64 32 makes one), nothing is given',
  );
}

/** The part of a database connection that is needed here; config knows nothing of src/db. */
interface Settings {
  query(
    text: string,
    values: unknown[],
  ): Promise<{ rows: { value: { key?: string; fingerprint: string } }[] }>;
}

/**
 * The hub's secret key for ids. A key from the environment is used but never stored; without one a key is made once and
 * kept in hub_setting. Either way its fingerprint is kept, because another key would give every entity another id:
 * WangshuError CONFIG_INVALID then.
 */
export async function hubIdKey(db: Settings, configured: string | null = null): Promise<string> {
  const key = configured ?? randomBytes(32).toString('base64url');
  const fingerprint = createHash('sha256').update(`wangshu id key\0${key}`).digest('hex');
  const setting = configured === null ? { key, fingerprint } : { fingerprint };
  await db.query(
    `INSERT INTO hub_setting (name, value) VALUES ('idKey', $1::jsonb) ON CONFLICT (name) DO NOTHING`,
    [JSON.stringify(setting)],
  );
  const { rows } = await db.query(`SELECT value FROM hub_setting WHERE name = $1`, ['idKey']);
  const kept = rows[0]?.value;
  if (configured === null) {
    if (kept?.key !== undefined) return kept.key;
    throw new WangshuError(
      'CONFIG_INVALID',
      'the environment variable WANGSHU_ID_KEY is required, because the ids of this database were made with it; nothing is given',
    );
  }
  if (kept?.fingerprint === fingerprint) return configured;
  throw new WangshuError(
    'CONFIG_INVALID',
    'the key that the ids of this database were made with is required in WANGSHU_ID_KEY, another one is given; with it every entity would get another id',
  );
}
