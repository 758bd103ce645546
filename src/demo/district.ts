/** The demo district on one call: makes the departments' systems where they are missing, and serves those that speak HTTP. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { isWangshuError, WangshuError } from '../domain/errors';
import { parseDay } from './clock';
import { DepartmentDatabases } from './databases';
import { DATABASES, type DatabaseName } from './departments/tables';
import { environmentStore, type EnvironmentStore } from './environment-store';
import { generate, type Progress } from './generate';
import {
  districtId,
  FORMAT,
  readMarker,
  removeMarker,
  writeMarker,
  type Marker,
  type Parameters,
} from './marker';
import { findMariaDb, MARIADB_PACKAGE, startMariaDb, type MariaDb } from './serve/mariadb';
import { serveApprovals } from './serve/serve-approvals';
import { serveDepartments } from './serve/serve-departments';
import { serveExchange } from './serve/serve-exchange';
import { DEFAULT_RESIDENTS } from './world/types';

export const DEFAULT_SEED = 20_251_001;
/** Below, areas stand empty; above, the made-up names of compounds run out. */
const RESIDENTS = { least: 200, most: 1_000_000 } as const;
/** The program that the vendor of human resources ships. */
const TAP_HUMAN_RESOURCES = join(__dirname, 'serve', 'tap-human-resources.mjs');
const CHINA_OFFSET_MS = 8 * 3_600_000;

export interface DistrictOptions {
  readonly seed?: number;
  readonly residents?: number;
  /** `YYYY-MM-DD`: data reach to the end of the day before. Default: what the folder holds, else today in China. */
  readonly asOf?: string;
  /** Gets `departments/`, `truth/` and the marker `district.json`. */
  readonly folder: string;
  /** PostgreSQL where the demo may make databases of its own. */
  readonly databaseUrl: string;
  /** Begins the names of the databases. Default: `wangshu_demo`. */
  readonly databasePrefix?: string;
  /** Path of MariaDB's server; null acts as if there were none. Default: Debian's. Where none starts, PostgreSQL stands in. */
  readonly mariadb?: string | null;
  /** Port of the HTTP departments on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  readonly onProgress?: (progress: Progress) => void;
}

export interface District {
  /** What the connectors' `${…}` stand for: POLICE_DB_URL, URBAN_DB_URL, CIVIL_FOLDER, HOTLINE_FOLDER, MARKET_URL, MARKET_TOKEN, GRID_URL, GRID_TOKEN and the like. */
  readonly env: Readonly<Record<string, string>>;
  /** Base folder of what the volunteers' app posts: `volunteers.jsonl`, `activities.jsonl`, `services.jsonl`. */
  readonly pushed: string;
  /** Why the environment's tables stand in PostgreSQL and not on a MariaDB of their own, in words; null: they do not. */
  readonly withoutMariaDb: string | null;
  /** Rows by `department.stream`, as they were made. */
  readonly counts: Readonly<Record<string, number>>;
  /** False when the data were there already and nothing was touched. */
  readonly changed: boolean;
  readonly asOf: string;
  readonly folder: string;
  /** Summary of the truth; the rest lies beside it. */
  readonly truthFile: string;
  /** Stops serving. Data stay. */
  close(): Promise<void>;
}

/**
 * Starts the district. Data of the same seed, size and format are kept as they are, whatever day it is, unless `asOf`
 * says another day. WangshuError CONFIG_INVALID for options that make no district, DATABASE_UNAVAILABLE without a server.
 */
export async function startDistrict(options: DistrictOptions): Promise<District> {
  const databasesOf = (names: readonly DatabaseName[]): DepartmentDatabases =>
    new DepartmentDatabases(options.databaseUrl, options.databasePrefix ?? 'wangshu_demo', names);
  const open: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const each of open.splice(0).reverse()) await each.close();
  };
  try {
    const made = await databasesOf([]).exclusively(async (admin) => {
      const kept = readMarker(options.folder);
      const parameters = parametersOf(options, kept);
      const { server, without } = await mariaDbOf(options);
      if (server !== undefined) open.push({ close: () => server.stop() });
      const databases = databasesOf(
        server === undefined ? [...DATABASES, 'environment'] : DATABASES,
      );
      const environment = environmentStore(server, databases);
      const own = { databases, environment, admin, kept, parameters };
      return { databases, environment, without, ...(await make(options, own)) };
    });
    return await serve(options, { open, close, ...made });
  } catch (error) {
    await close();
    throw error;
  }
}

/** The environment's own server; where it cannot be had, why. */
async function mariaDbOf({
  mariadb,
  folder,
}: DistrictOptions): Promise<{ server: MariaDb | undefined; without: string | null }> {
  const found = findMariaDb(mariadb);
  if (found === undefined)
    return {
      server: undefined,
      without: `this machine has no MariaDB (Debian's package is ${MARIADB_PACKAGE})`,
    };
  try {
    return { server: await startMariaDb(found, join(folder, 'mariadb')), without: null };
  } catch (error) {
    if (!isWangshuError(error) || error.code !== 'DATABASE_UNAVAILABLE') throw error;
    return { server: undefined, without: error.message };
  }
}

interface Made {
  readonly marker: Marker;
  readonly changed: boolean;
}

const departmentsOf = (folder: string): string => join(folder, 'departments');
const truthOf = (folder: string): string => join(folder, 'truth');

/** Makes the departments' data where they are not there whole. */
async function make(
  options: DistrictOptions,
  given: {
    databases: DepartmentDatabases;
    environment: EnvironmentStore;
    admin: Client;
    kept: Marker | undefined;
    parameters: Parameters;
  },
): Promise<Made> {
  const { databases, environment, admin, kept, parameters } = given;
  const id = districtId(parameters);
  const whole =
    kept !== undefined &&
    districtId(kept) === id &&
    (await databases.hold(admin, id)) &&
    (await environment.hold(id));
  if (whole) return { marker: kept, changed: false };
  const [departments, truth] = [departmentsOf(options.folder), truthOf(options.folder)];
  removeMarker(options.folder);
  for (const folder of [departments, truth]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(options.folder, { recursive: true });
  await databases.make(admin);
  await environment.make();
  const [police, urban] = [await databases.open('police'), await databases.open('urban')];
  try {
    const { onProgress } = options;
    const own = { departments, truth, police, urban, environment, onProgress };
    const counts = await generate({ ...parameters, ...own });
    await environment.seal(id);
    await databases.seal(admin, id);
    const made: Marker = { format: FORMAT, ...parameters, counts };
    writeMarker(options.folder, made);
    return { marker: made, changed: true };
  } finally {
    await police.end();
    await urban.end();
  }
}

/** Serves the departments that are asked over a network; what is opened goes onto `open`. */
async function serve(
  options: DistrictOptions,
  given: Made & {
    databases: DepartmentDatabases;
    environment: EnvironmentStore;
    without: string | null;
    open: { close(): Promise<void> }[];
    close: () => Promise<void>;
  },
): Promise<District> {
  const { databases, environment, without, open, close, marker, changed } = given;
  const departments = departmentsOf(options.folder);
  const tokens = { marketToken: newToken(), gridToken: newToken() };
  const emergency = { key: 'wangshu-hub', secret: newToken() };
  const culture = { id: 'wangshu-hub', secret: newToken() };
  const approvalsToken = newToken();
  const served = await serveDepartments({
    folder: departments,
    ...tokens,
    emergency,
    culture,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  open.push(served);
  const approvals = await serveApprovals({
    folder: join(departments, 'approvals'),
    token: approvalsToken,
  });
  open.push(approvals);
  const exchange = await serveExchange(join(departments, 'health'));
  open.push(exchange);
  return {
    env: {
      POLICE_DB_URL: databases.url('police'),
      URBAN_DB_URL: databases.url('urban'),
      CIVIL_FOLDER: join(departments, 'civil'),
      HOTLINE_FOLDER: join(departments, 'hotline'),
      MARKET_URL: served.marketUrl,
      MARKET_TOKEN: tokens.marketToken,
      GRID_URL: served.gridUrl,
      GRID_TOKEN: tokens.gridToken,
      EMERGENCY_URL: served.emergencyUrl,
      EMERGENCY_KEY: emergency.key,
      EMERGENCY_SECRET: emergency.secret,
      JUSTICE_FOLDER: join(departments, 'justice'),
      EDUCATION_FOLDER: join(departments, 'education'),
      CULTURE_URL: served.cultureUrl,
      CULTURE_CLIENT_ID: culture.id,
      CULTURE_CLIENT_SECRET: culture.secret,
      PETITIONS_FOLDER: join(departments, 'petitions'),
      ENVIRONMENT_DB_CLIENT: environment.client,
      ENVIRONMENT_DB_URL: environment.url,
      HR_TAP: TAP_HUMAN_RESOURCES,
      HR_FOLDER: join(departments, 'human-resources'),
      APPROVALS_URL: approvals.url,
      APPROVALS_TOKEN: approvalsToken,
      HEALTH_SFTP_HOST: exchange.host,
      HEALTH_SFTP_PORT: String(exchange.port),
      HEALTH_SFTP_USER: exchange.username,
      HEALTH_SFTP_PASSWORD: exchange.password,
      HEALTH_SFTP_HOST_KEY: exchange.hostKey,
    },
    pushed: join(departments, 'volunteers'),
    withoutMariaDb: without,
    counts: marker.counts,
    changed,
    asOf: marker.asOf,
    folder: options.folder,
    truthFile: join(truthOf(options.folder), 'truth.json'),
    close,
  };
}

function parametersOf(options: DistrictOptions, kept: Marker | undefined): Parameters {
  const seed = options.seed ?? DEFAULT_SEED;
  const residents = options.residents ?? DEFAULT_RESIDENTS;
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
    throw new WangshuError(
      'CONFIG_INVALID',
      `a whole number from 0 to 4294967295 is required for the seed, ${seed} given`,
    );
  }
  if (!Number.isInteger(residents) || residents < RESIDENTS.least || residents > RESIDENTS.most) {
    throw new WangshuError(
      'CONFIG_INVALID',
      `a whole number from ${RESIDENTS.least} to ${RESIDENTS.most} is required for residents, ${residents} given`,
    );
  }
  const same = kept?.seed === seed && kept.residents === residents ? kept : undefined;
  const asOf = options.asOf ?? same?.asOf ?? today();
  parseDay(asOf);
  return { seed, residents, asOf };
}

function today(): string {
  return new Date(Date.now() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}
