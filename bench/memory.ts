/**
 * Peak memory of an ingest from a CSV file, at two sizes of the source: each in a process of its own, so that nothing of one
 * is counted for the other. What grows with the source would show as a difference.
 *
 *   node --import tsx bench/memory.ts [rows] [more rows]
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { loadCatalogue } from '../src/connect/load';
import { openPool } from '../src/db/pool';
import { registerCatalogue } from '../src/ingest/register';
import { ingestConnector } from '../src/ingest/run';
import { benchDatabase } from './support';

const YAML = (folder: string): string => `id: bench-population
department: { code: bench, zh: 测试, en: Bench }
title: { zh: 测试, en: Bench }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: { kind: file, folder: '${folder}', format: csv }
streams:
  resident:
    from: rows.csv
    key: [rybh]
    record: BenchPopulationRecord
    items:
      rybh: { kind: ORDINARY }
      xm: { type: personName, kind: DIRECT_IDENTIFIER, mask: surname }
      csrq: { type: date, kind: QUASI_IDENTIFIER, mask: year }
      xzz: { type: address, kind: QUASI_IDENTIFIER, mask: street }
      bz: { kind: ORDINARY }
    mentions:
      person: { as: Resident, name: xm, birthDate: csrq }
      home: { as: Place, address: xzz }
    links:
      - { from: person, role: LIVES_AT, to: home }
`;

/** Rows of about 270 bytes. */
function* rows(count: number): Generator<string> {
  yield 'rybh,xm,csrq,xzz,bz\n';
  const rest = 'x'.repeat(150);
  for (let i = 0; i < count; i += 1)
    yield `R${String(i).padStart(9, '0')},王小明,1990-01-01,望源路${String((i % 900) + 1)}号锦绣花园${String((i % 30) + 1)}号楼${String((i % 4) + 1)}单元${String((i % 6) + 1)}01室,${rest}\n`;
}

/** One ingest in this process; prints its peak resident memory in MiB, its time and its rows. */
async function child(url: string, folder: string): Promise<void> {
  const db = openPool(url);
  const catalogue = loadCatalogue({ folders: [path.join(folder, 'connectors')], env: {} });
  await registerCatalogue(db, catalogue);
  const began = performance.now();
  const { counts, error } = await ingestConnector({
    db,
    connector: catalogue.connector('bench-population'),
    idKey: 'a-key-for-benchmarks-only-0123456789',
  });
  if (error !== null) throw new Error(error.message);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    JSON.stringify({ peak, seconds: (performance.now() - began) / 1000, landed: counts.landed }),
  );
  await db.end();
}

async function main(sizes: readonly number[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wangshu-memory-'));
  mkdirSync(path.join(folder, 'connectors', 'bench'), { recursive: true });
  writeFileSync(path.join(folder, 'connectors', 'bench', 'connector.yaml'), YAML(folder));
  for (const size of sizes) {
    await pipeline(Readable.from(rows(size)), createWriteStream(path.join(folder, 'rows.csv')));
    const database = await benchDatabase();
    const out = execFileSync(
      process.execPath,
      ['--import', 'tsx', __filename, '--child', database.url, folder],
      { encoding: 'utf8' },
    );
    const { peak, seconds, landed } = JSON.parse(out) as Record<string, number>;
    console.log(
      `${String(size)} rows: peak ${String(peak)} MiB resident, ${(seconds ?? 0).toFixed(1)} s, ${String(landed)} landed`,
    );
    await database.close();
  }
  rmSync(folder, { recursive: true, force: true });
}

const [flag, url = '', folder = ''] = process.argv.slice(2);
if (flag === '--child') void child(url, folder);
else void main(process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100_000, 1_000_000]);
