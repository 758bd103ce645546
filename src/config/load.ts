import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { checkoutFolder } from './checkout';
import { FaultsError, faultsOf, type Fault } from '../domain/faults';
import { environmentSchema, SECRET_NAMES, type LogLevel } from './environment';
import { hubSchema, type HubSettings } from './hub';

/** Everything the hub is told from outside, read once at start and never again. */
export interface Config {
  /** Folder of package.json: the checkout, or where the package is installed. */
  readonly checkout: string;
  /** The hub's own folder on this machine: embedded database, kept secrets. */
  readonly home: string;
  /** null: the embedded database in `home`. */
  readonly databaseUrl: string | null;
  /** null: the queue is kept in the hub's database. */
  readonly redisUrl: string | null;
  readonly connectorFolders: readonly string[];
  readonly tokenSecret: string | null;
  readonly idKey: string | null;
  readonly host: string;
  readonly port: number;
  /** False: nobody asked for this port, another one will do when it is taken. */
  readonly portStated: boolean;
  readonly logLevel: LogLevel;
  readonly hubFile: string;
  readonly hub: HubSettings;
  /** What ${NAME} in a connector.yaml stands for. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ConfigSource {
  /** Default: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Relative folders in the environment start here. Default: the working folder. */
  readonly cwd?: string;
}

export const DEFAULT_PORT = 4000;

function freezeDeep<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freezeDeep);
  }
  return value;
}

function readHub(file: string, faults: Fault[]): HubSettings | undefined {
  if (!existsSync(file)) {
    faults.push({ file, path: '', required: "the hub's settings (HUB_CONFIG)", given: 'no file' });
    return undefined;
  }
  const document = parseDocument(readFileSync(file, 'utf8'));
  if (document.errors.length > 0) {
    faults.push(
      ...document.errors.map((error) => ({
        file,
        path: '',
        required: 'YAML that can be parsed',
        given: error.message.split('\n')[0] ?? 'something else',
      })),
    );
    return undefined;
  }
  const raw: unknown = document.toJS();
  const parsed = hubSchema.safeParse(raw);
  if (!parsed.success) faults.push(...faultsOf(file, raw, parsed.error.issues));
  return parsed.data;
}

/**
 * Reads environment and hub.yaml. All faults of both are told at once: FaultsError CONFIG_INVALID. The result is frozen;
 * nothing else in the hub reads the environment.
 */
export function loadConfig(source: ConfigSource = {}): Config {
  const env = Object.fromEntries(
    Object.entries(source.env ?? process.env).filter(([, value]) => value !== ''),
  );
  const cwd = source.cwd ?? process.cwd();
  const checkout = checkoutFolder();
  const faults: Fault[] = [];
  const read = environmentSchema.safeParse(env);
  if (!read.success) {
    faults.push(...faultsOf('the environment', env, read.error.issues, SECRET_NAMES));
  }
  const hubFile = path.resolve(cwd, env['HUB_CONFIG'] ?? path.join(checkout, 'hub.yaml'));
  const hub = readHub(hubFile, faults);
  if (!read.success || hub === undefined || faults.length > 0) {
    throw new FaultsError('CONFIG_INVALID', faults);
  }
  const { data } = read;
  const folders = data.CONNECTORS_DIR.map((folder) => path.resolve(cwd, folder));
  return freezeDeep({
    checkout,
    home: path.resolve(cwd, data.WANGSHU_HOME ?? path.join(checkout, '.wangshu')),
    databaseUrl: data.DATABASE_URL ?? null,
    redisUrl: data.REDIS_URL ?? null,
    connectorFolders: folders.length > 0 ? folders : [path.join(checkout, 'connectors')],
    tokenSecret: data.WANGSHU_TOKEN_SECRET ?? null,
    idKey: data.WANGSHU_ID_KEY ?? null,
    host: data.HOST,
    port: data.PORT ?? DEFAULT_PORT,
    portStated: data.PORT !== undefined,
    logLevel: data.LOG_LEVEL,
    hubFile,
    hub,
    env,
  });
}
