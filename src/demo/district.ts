/** The demo district on one call: makes the departments' systems where they are missing, and serves the two that speak HTTP. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WangshuError } from '../domain/errors';
import { parseDay } from './clock';
import { DepartmentDatabases } from './databases';
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
import { serveDepartments } from './serve/serve-departments';
import { DEFAULT_RESIDENTS } from './world/types';

export const DEFAULT_SEED = 20_251_001;
/** Below, areas stand empty; above, the made-up names of compounds run out. */
const RESIDENTS = { least: 200, most: 1_000_000 } as const;
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
  /** Begins the names of both databases. Default: `wangshu_demo`. */
  readonly databasePrefix?: string;
  /** Port of the HTTP departments on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  readonly onProgress?: (progress: Progress) => void;
}

export interface District {
  /** What the connectors' `${…}` stand for: POLICE_DB_URL, URBAN_DB_URL, CIVIL_FOLDER, HOTLINE_FOLDER, MARKET_URL, MARKET_TOKEN, GRID_URL, GRID_TOKEN. */
  readonly env: Readonly<Record<string, string>>;
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
  const databases = new DepartmentDatabases(
    options.databaseUrl,
    options.databasePrefix ?? 'wangshu_demo',
  );
  const departments = join(options.folder, 'departments');
  const truth = join(options.folder, 'truth');
  const { marker, changed } = await databases.exclusively(async (admin) => {
    const kept = readMarker(options.folder);
    const parameters = parametersOf(options, kept);
    const id = districtId(parameters);
    if (kept !== undefined && districtId(kept) === id && (await databases.hold(admin, id))) {
      return { marker: kept, changed: false };
    }
    removeMarker(options.folder);
    for (const folder of [departments, truth]) rmSync(folder, { recursive: true, force: true });
    mkdirSync(options.folder, { recursive: true });
    await databases.make(admin);
    const [police, urban] = [await databases.open('police'), await databases.open('urban')];
    try {
      const { onProgress } = options;
      const counts = await generate({
        ...parameters,
        departments,
        truth,
        police,
        urban,
        onProgress,
      });
      await databases.seal(admin, id);
      const made: Marker = { format: FORMAT, ...parameters, counts };
      writeMarker(options.folder, made);
      return { marker: made, changed: true };
    } finally {
      await police.end();
      await urban.end();
    }
  });
  const tokens = { marketToken: newToken(), gridToken: newToken() };
  const served = await serveDepartments({
    folder: departments,
    ...tokens,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
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
    },
    counts: marker.counts,
    changed,
    asOf: marker.asOf,
    folder: options.folder,
    truthFile: join(truth, 'truth.json'),
    close: () => served.close(),
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
