import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedServer } from '../src/db/embedded';
import { migrate } from '../src/db/migrate';

/** A durable embedded server of the benchmark's own, migrated and empty; gone with `close`. */
export async function benchDatabase(): Promise<{
  url: string;
  adminUrl: string;
  close(): Promise<void>;
}> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wangshu-bench-'));
  const server = await startEmbeddedServer({ dataDir: path.join(folder, 'pg') });
  await migrate(server.url);
  return {
    url: server.url,
    adminUrl: server.adminUrl,
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
