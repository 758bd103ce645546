/**
 * The demo as a newcomer runs it: from an empty folder to serving, then a night with nothing new. Processes of their own, on a
 * durable embedded database.
 *
 *   node --import tsx bench/nights.ts [residents]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const RESIDENTS = process.argv[2] ?? '60000';

/** What the demo itself says: how long the night took, and how long it was from the start to serving. */
function run(home: string): { night: string; serving: string; whole: number } {
  const began = performance.now();
  const { stderr, status } = spawnSync(
    process.execPath,
    [path.join(__dirname, '../bin/wangshu.js'), 'demo', '--once', '--residents', RESIDENTS],
    { encoding: 'utf8', env: { ...process.env, WANGSHU_HOME: home }, maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`the demo ended with ${String(status)}:\n${stderr}`);
  const [, night = '?', serving = '?'] =
    /the night took (.*?); serving (.*?) after the start/.exec(stderr) ?? [];
  return { night, serving, whole: (performance.now() - began) / 1000 };
}

const home = mkdtempSync(path.join(tmpdir(), 'wangshu-nights-'));
for (const name of ['first night', 'nothing new']) {
  const { night, serving, whole } = run(home);
  console.log(
    `${name}: night ${night}, from start to serving ${serving}, whole process ${whole.toFixed(1)} s`,
  );
}
rmSync(home, { recursive: true, force: true });
