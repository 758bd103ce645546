/**
 * The night of a district: thirty sources of so many rows each, read, resolved, stitched and counted by 1 worker and by 2, each
 * worker a process with one job at a time; then a night with 2 % of every source changed. A durable embedded server holds sources and hub.
 *
 *   node --import tsx bench/thirty.ts [rows a source] [sources] [workers…]
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { migrate } from '../src/db/migrate';
import { benchDatabase } from './support';

const ROWS = Number(process.argv[2] ?? 300_000);
const SOURCES = Number(process.argv[3] ?? 30);
const WORKERS = process.argv.length > 4 ? process.argv.slice(4).map(Number) : [1, 2];
const BIN = path.join(__dirname, '../bin/wangshu.js');
const FLAGS = ['--max-semi-space-size=64'];

const nameOf = (source: number): string => `source-${String(source).padStart(2, '0')}`;

/** An event with its place in each row: what most department systems hold. */
const yaml = (source: number): string => `
id: ${nameOf(source)}
department: { code: bench, zh: 基准, en: Benchmark }
title: { zh: 基准, en: Benchmark }
sharing: { class: UNCONDITIONAL, basis: [基准], retention: P1Y }
reader: { kind: sql, client: pg, connection: '\${SOURCE}' }
streams:
  visit:
    from: visit_${String(source)}
    key: [id]
    cursor: updated_at
    record: Bench${String(source)}Record
    items:
      id: { kind: ORDINARY }
      address: { type: address, kind: ORDINARY }
      note: { kind: ORDINARY }
      at: { type: dateTime, kind: ORDINARY }
      updated_at: { type: dateTime, kind: ORDINARY }
    mentions:
      visit: { as: Event, number: { scheme: ${nameOf(source)}, item: id }, title: note, occurredAt: at, category: { const: other } }
      site: { as: Place, address: address }
    links:
      - { from: visit, role: OCCURRED_AT, to: site }
`;

const tableOf = (source: number): string => `
  CREATE TABLE visit_${String(source)} AS
  SELECT i AS id, '和平路' || i % 200 || '号阳光小区' || i % 40 || '号楼' AS address, repeat('x', 60) || i % 97 AS note,
         timestamp '2026-01-01' + i * interval '20 seconds' AS at, timestamp '2026-01-01' + i * interval '20 seconds' AS updated_at
    FROM generate_series(1, ${String(ROWS)}) i;
  ALTER TABLE visit_${String(source)} ADD PRIMARY KEY (id);
  CREATE INDEX ON visit_${String(source)} (updated_at, id);
  ANALYZE visit_${String(source)}`;

const CHANGE = (source: number): string =>
  `UPDATE visit_${String(source)} SET note = note || '!', updated_at = timestamp '2026-06-01' + id * interval '1 millisecond' WHERE id % 50 = 0`;

async function statements(url: string, texts: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const text of texts) await client.query(text);
  await client.end();
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Seconds from asking for the night to its end, as the command that asked for it sees it. */
function night(env: NodeJS.ProcessEnv): { whole: number; stages: string } {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...FLAGS, BIN, 'sync', '--json'],
    {
      encoding: 'utf8',
      env,
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0) throw new Error(`the night ended with ${String(status)}:\n${stderr}${stdout}`);
  const { stages } = JSON.parse(stdout) as {
    stages: Record<string, { startedAt?: string; finishedAt?: string }>;
  };
  const told = Object.entries(stages).map(([name, { startedAt, finishedAt }]) => {
    const ms = Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '');
    return `${name} ${(ms / 1000).toFixed(1)} s`;
  });
  return { whole: (performance.now() - began) / 1000, stages: told.join(', ') };
}

async function main(): Promise<void> {
  const server = await benchDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), 'wangshu-thirty-'));
  const addressOf = (name: string): string =>
    Object.assign(new URL(server.adminUrl), { pathname: `/${name}` }).href;
  const sources = Array.from({ length: SOURCES }, (_, i) => i + 1);
  for (const source of sources) {
    mkdirSync(path.join(folder, 'connectors', nameOf(source)), { recursive: true });
    writeFileSync(path.join(folder, 'connectors', nameOf(source), 'connector.yaml'), yaml(source));
  }
  try {
    for (const count of WORKERS) {
      const [source, hub] = [`source_${String(count)}`, `hub_${String(count)}`];
      await statements(server.adminUrl, [`CREATE DATABASE ${source}`, `CREATE DATABASE ${hub}`]);
      await migrate(addressOf(hub));
      await statements(addressOf(source), sources.map(tableOf));
      const env = {
        ...process.env,
        DATABASE_URL: addressOf(hub),
        SOURCE: addressOf(source),
        CONNECTORS_DIR: path.join(folder, 'connectors'),
        WANGSHU_HOME: path.join(folder, 'home'),
        WANGSHU_ID_KEY: 'a-key-for-benchmarks-only-0123456789',
        WANGSHU_TOKEN_SECRET: 'a-secret-for-benchmarks-only-0123456789',
        LOG_LEVEL: 'error',
      };
      const workers = Array.from({ length: count }, () =>
        spawn(process.execPath, [...FLAGS, BIN, 'worker', '--concurrency', '1'], {
          env,
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );
      await Promise.all(workers.map((worker) => once(worker.stdout, 'data')));
      const rows = SOURCES * ROWS;
      const told = (label: string, { whole, stages }: ReturnType<typeof night>): void => {
        console.log(
          `${String(count)} worker(s), ${label}: ${whole.toFixed(1)} s, ${String(Math.round(rows / whole))} rows/s in all; ${stages}`,
        );
      };
      try {
        told('first night', night(env));
        await statements(addressOf(source), sources.map(CHANGE));
        told('2 % changed', night(env));
      } finally {
        await Promise.all(workers.map(end));
      }
      await statements(server.adminUrl, [
        `DROP DATABASE ${source} WITH (FORCE)`,
        `DROP DATABASE ${hub} WITH (FORCE)`,
      ]);
    }
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
