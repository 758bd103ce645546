/**
 * One source of many rows, first night and a night with 2 % changed: Wangshu beside dlt, both from the same PostgreSQL table
 * into the same PostgreSQL server, both merging by key from a cursor. Each night is a process of its own; in alternation.
 * dlt lands rows; Wangshu lands rows, keeps their hashes and checkpoints, and maps nothing here, so that both do the same.
 *
 *   python3 -m venv peers && peers/bin/pip install -r bench/peers/requirements.txt
 *   PYTHON=peers/bin/python node --import tsx bench/peers.ts [rows] [rounds]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { loadCatalogue } from '../src/connect/load';
import { migrate } from '../src/db/migrate';
import { openPool } from '../src/db/pool';
import { registerCatalogue } from '../src/ingest/register';
import { ingestConnector } from '../src/ingest/run';
import { benchDatabase, median } from './support';

const YAML = `
id: bench
department: { code: bench, zh: 基准, en: Benchmark }
title: { zh: 基准, en: Benchmark }
sharing: { class: UNCONDITIONAL, basis: [基准], retention: P1Y }
reader: { kind: sql, client: pg, connection: '\${SOURCE}' }
streams:
  visit:
    from: visit
    key: [id]
    cursor: updated_at
    overlap: PT10M
    record: BenchRecord
    items:
      id: { kind: ORDINARY }
      name: { kind: ORDINARY }
      address: { kind: ORDINARY }
      phone: { kind: ORDINARY }
      note: { kind: ORDINARY }
      updated_at: { kind: ORDINARY }
`;

/** As docs/guides/running.md advises, and as the command line loads itself. */
const NODE = ['--max-semi-space-size=64', '--require', 'tsx/cjs'];

interface Night {
  /** The run itself, from a process that is there (a worker, an orchestrator's). */
  readonly seconds: number;
  /** The whole process, start included. */
  readonly whole?: number;
  readonly peakMiB: number;
  /** CPU seconds of the process itself, the database's apart. */
  readonly cpu: number;
  readonly rows: number;
}

/** The child's work: one night of ours. */
async function ourNight(folder: string, url: string, source: string): Promise<Night> {
  const db = openPool(url);
  const began = performance.now();
  const catalogue = loadCatalogue({ folders: [folder], env: { SOURCE: source } });
  await registerCatalogue(db, catalogue);
  const { error } = await ingestConnector({
    db,
    connector: catalogue.connector('bench'),
    idKey: 'a-key-for-benchmarks-only-0123456789',
  });
  if (error !== null) throw error;
  const seconds = (performance.now() - began) / 1000;
  const { rows } = await db.query<{ n: number }>('SELECT count(*) AS n FROM record');
  await db.end();
  return {
    seconds,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    cpu: process.cpuUsage().user / 1e6,
    rows: rows[0]?.n ?? 0,
  };
}

function child(command: string, args: readonly string[], env: Record<string, string>): Night {
  const began = performance.now();
  const { stdout, stderr, status } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (status !== 0 || !last.startsWith('{'))
    throw new Error(`${command} ended with ${String(status)}:\n${stderr}${stdout}`);
  const night = JSON.parse(last) as Night;
  return { ...night, whole: (performance.now() - began) / 1000 };
}

async function main(): Promise<void> {
  const rows = Number(process.argv[2] ?? 1_000_000);
  const rounds = Number(process.argv[3] ?? 1);
  const python = process.env['PYTHON'] ?? 'python3';
  const server = await benchDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), 'wangshu-peers-'));
  mkdirSync(path.join(folder, 'connectors', 'bench'), { recursive: true });
  writeFileSync(path.join(folder, 'connectors', 'bench', 'connector.yaml'), YAML);
  const admin = new Client({ connectionString: server.adminUrl });
  await admin.connect();
  const addressOf = (name: string): string =>
    Object.assign(new URL(server.adminUrl), { pathname: `/${name}` }).href;
  const statement = async (name: string, sql: string): Promise<void> => {
    const client = new Client({ connectionString: addressOf(name) });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  const taken = new Map<string, number[]>();
  const wholes = new Map<string, number[]>();
  const peak = new Map<string, number>();
  try {
    for (let round = 0; round < rounds; round += 1) {
      const names = ['source', 'ours', 'theirs'].map((name) => `${name}_${String(round)}`);
      for (const name of names) await admin.query(`CREATE DATABASE ${name}`);
      const [source = '', ours = '', theirs = ''] = names.map(addressOf);
      await migrate(ours);
      await statement(
        names[0] ?? '',
        `CREATE TABLE visit AS SELECT i AS id, '居民' || i % 1000 AS name, '和平路' || i % 200 || '号阳光小区' || i % 40 || '号楼' AS address,
                100000000 + i AS phone, repeat('x', 120) || i % 97 AS note,
                timestamp '2026-01-01' + i * interval '1 second' AS updated_at FROM generate_series(1, ${String(rows)}) i;
         ALTER TABLE visit ADD PRIMARY KEY (id); CREATE INDEX ON visit (updated_at, id); ANALYZE visit`,
      );
      const env = {
        SOURCE: source,
        DESTINATION: theirs,
        STATE: path.join(folder, `state-${String(round)}`),
      };
      const night = async (label: string): Promise<void> => {
        const runs: [string, () => Night][] = [
          [
            'Wangshu',
            () =>
              child(
                process.execPath,
                [...NODE, __filename, '--night', path.join(folder, 'connectors'), ours],
                env,
              ),
          ],
          ...['pyarrow', 'sqlalchemy'].map((backend): [string, () => Night] => [
            `dlt (${backend})`,
            () => child(python, [path.join(__dirname, 'peers', 'dlt_night.py'), backend], env),
          ]),
        ];
        for (const [name, run] of runs) {
          // Nobody pays for what another left to be written.
          await admin.query('CHECKPOINT');
          const { seconds, whole = seconds, peakMiB, rows: held } = run();
          if (held !== rows)
            throw new Error(`${name} holds ${String(held)} rows, ${String(rows)} are required`);
          const key = `${label}: ${name}`;
          taken.set(key, [...(taken.get(key) ?? []), seconds]);
          wholes.set(key, [...(wholes.get(key) ?? []), whole]);
          peak.set(key, Math.max(peak.get(key) ?? 0, peakMiB));
          console.log(
            `${key}: ${seconds.toFixed(2)} s, with its start ${whole.toFixed(2)} s, peak ${String(peakMiB)} MiB`,
          );
        }
      };
      await night('first night');
      await statement(
        names[0] ?? '',
        `UPDATE visit SET note = note || '!', updated_at = timestamp '2026-06-01' + id * interval '1 millisecond' WHERE id % 50 = 0`,
      );
      // As the source's own autovacuum would: the first who reads does not pay for all.
      await statement(names[0] ?? '', 'VACUUM ANALYZE visit');
      await night('2 % changed');
      for (const name of names) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
    for (const label of ['first night', '2 % changed']) {
      const ratio = (times: ReadonlyMap<string, number[]>): string => {
        const of = (name: string): number => median(times.get(`${label}: ${name}`) ?? []);
        const best = Math.min(of('dlt (pyarrow)'), of('dlt (sqlalchemy)'));
        return `${String(Math.round(rows / of('Wangshu')))} rows/s, ${(best / of('Wangshu')).toFixed(2)} times the better of the peers`;
      };
      console.log(`${label}: Wangshu ${ratio(taken)}; with its start ${ratio(wholes)}`);
    }
  } finally {
    await admin.end();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[2] === '--night')
  void ourNight(process.argv[3] ?? '', process.argv[4] ?? '', process.env['SOURCE'] ?? '').then(
    (night) => console.log(JSON.stringify(night)),
  );
else void main();
