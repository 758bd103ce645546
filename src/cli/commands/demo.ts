import path from 'node:path';
import type { Command } from 'commander';
import { SAMPLES, type Api } from '../../api';
import type { Config } from '../../config/load';
import { districtId, readMarker, type Marker } from '../../demo/marker';
import { DEFAULT_SEED, startDistrict, type District } from '../../demo/district';
import { DEFAULT_RESIDENTS } from '../../demo/world/types';
import { WangshuError } from '../../domain/errors';
import { workersAlive, type PlanReport } from '../../jobs';
import { assertPortFree, serveApi } from '../api';
import { examples, type CommandModule } from '../command';
import { askSamples } from '../demo/answers';
import { consoleLink, demoCallers, type DemoCaller } from '../demo/callers';
import { claimDatabase } from '../demo/own-database';
import {
  catalogueOf,
  openDatabase,
  openHub,
  settingsOf,
  stopped,
  withOpened,
  type Hub,
  type Opened,
} from '../hub';
import { line, type Io } from '../io';
import { wholeNumber } from '../options';
import { planLines, planTime } from '../out/plan';
import { progressOf } from '../out/progress';
import { countWord, durationWord } from '../out/words';
import { runAndWatch, workHere } from '../plan';
import { pushVolunteers } from './demo-push';

interface Options {
  readonly once?: true;
  readonly residents?: number;
  readonly seed?: number;
}

const STEPS = {
  WORLD: '造人造房 world',
  REGISTERS: '各部门台账 registers',
  EVENTS: '各部门事项 events',
};

/** The departments' systems, made where they are missing. */
async function openDistrict(
  io: Io,
  opened: Opened,
  settings: { config: Config; adminUrl: string; options: Options },
): Promise<District> {
  const { config, adminUrl, options } = settings;
  const progress = progressOf(io);
  const ended = new Set<string>();
  try {
    const district = await startDistrict({
      folder: path.join(config.home, 'demo'),
      databaseUrl: adminUrl,
      ...(options.residents === undefined ? {} : { residents: options.residents }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      onProgress: ({ step, done, total }) => {
        if (ended.has(step)) return;
        if (done < total) progress.step(STEPS[step], done, total);
        else {
          ended.add(step);
          progress.end(STEPS[step], '✓');
        }
      },
    });
    return opened.add(district, (each) => each.close());
  } finally {
    progress.close();
  }
}

/**
 * Another district replaces the one in the folder, its departments and the hub's data: never under a demo that is being
 * served or a plan that is worked on. WangshuError CONFIG_INVALID.
 */
export function assertReplaceable(
  kept: Pick<Marker, 'residents' | 'seed'> | undefined,
  { residents = DEFAULT_RESIDENTS, seed = DEFAULT_SEED }: Pick<Options, 'residents' | 'seed'>,
  workers: number,
): void {
  if (kept === undefined || workers === 0) return;
  if (kept.residents === residents && kept.seed === seed) return;
  throw new WangshuError(
    'CONFIG_INVALID',
    `the same district is required while a demo or a worker runs on it (--residents ${String(kept.residents)} --seed ${String(kept.seed)}), another is asked for (${String(residents)}, ${String(seed)}); stop the one that runs, or set WANGSHU_HOME to another folder`,
  );
}

function sayWelcome(say: (text?: string) => void, api: Api, callers: readonly DemoCaller[]): void {
  say();
  say(`GraphiQL     ${api.url}/graphiql/`);
  say(`GraphQL      ${api.url}/graphql`);
  say();
  say(
    '三个值得一试的查询（GraphiQL 中已打开）  Three queries worth trying (open as tabs in GraphiQL):',
  );
  for (const { name, zh, en } of SAMPLES)
    say(`  ${name.padEnd(14)}${zh}\n  ${' '.repeat(14)}${en}`);
  say();
  say('每个演示角色一个令牌  One token per demo role:');
  for (const caller of callers) {
    say(`  ${caller.label} (${caller.where}, X-Wangshu-Purpose: ${caller.purpose})`);
    say(`    ${consoleLink(api.url, caller)}`);
  }
  say();
  say('Ctrl-C 停止全部  Ctrl-C stops everything');
}

async function run(io: Io, options: Options): Promise<number> {
  const began = performance.now();
  const once = options.once === true;
  // With --once standard output is the answers alone, for machines.
  const say = (text = ''): void => {
    line(once ? io.err : io.out, text);
  };
  return withOpened(async (opened) => {
    const settings = settingsOf(io, 'warn');
    const { config } = settings;
    say('网枢演示区：一切皆为虚构  Wangshu demo district: everything in it is made up');
    await assertPortFree(config);
    const database = await openDatabase(opened, settings);
    assertReplaceable(
      readMarker(path.join(config.home, 'demo')),
      options,
      await workersAlive(database.db),
    );
    const district = await openDistrict(io, opened, {
      config,
      adminUrl: database.adminUrl,
      options,
    });
    if (io.stop.aborted) return 130;
    const made = Object.values(district.counts).reduce((sum, count) => sum + count, 0);
    say(
      `各部门系统${district.changed ? '已建成' : '已就绪'}，共 ${countWord(made)} 行  the departments' systems hold ${countWord(made)} rows (as of ${district.asOf})`,
    );
    if (district.withoutMariaDb !== null)
      say(
        `生态环境局的库改建在 PostgreSQL 上  the environment department's tables stand in PostgreSQL: ${district.withoutMariaDb}`,
      );
    await claimDatabase(database, idOf(district));
    const catalogue = catalogueOf(config, {
      folders: [path.join(config.checkout, 'connectors')],
      env: district.env,
    });
    const hub = await openHub(opened, { ...settings, database, catalogue });
    const posted = await pushVolunteers(hub, { folder: district.pushed, signal: io.stop });
    say(
      `志愿服务小程序已推送 ${countWord(posted)} 行  the volunteers' app has posted ${countWord(posted)} rows`,
    );
    await workHere(opened, hub, { schedule: !once });
    const connectors = catalogue.connectors.map(({ id }) => id);
    const report = await runAndWatch(io, hub, { connectors, requestedBy: 'demo' });
    if (report === null) return 130;
    return afterNight({ io, opened, hub, report, began, once, say });
  });
}

/** Table, API, and the answers or the welcome. */
async function afterNight(options: {
  io: Io;
  opened: Opened;
  hub: Hub;
  report: PlanReport;
  began: number;
  once: boolean;
  say: (text?: string) => void;
}): Promise<number> {
  const { io, opened, hub, report, began, once, say } = options;
  say();
  for (const text of planLines(report, hub.catalogue)) say(text);
  if (report.status === 'FAILED') return 1;
  const callers = await demoCallers(hub.db, hub.config.hub, hub.tokenSecret);
  const api = await serveApi(opened, hub, callers);
  say(
    `夜间任务 ${durationWord(planTime(report))}，启动到服务共 ${durationWord(performance.now() - began)}  the night took ${durationWord(planTime(report))}; serving ${durationWord(performance.now() - began)} after the start`,
  );
  if (once) {
    io.out(`${JSON.stringify(await askSamples(api.url, callers), null, 2)}\n`);
    return report.status === 'SUCCEEDED' ? 0 : 1;
  }
  if (api.fellBack)
    say(
      `端口 ${String(hub.config.port)} 已被占用，改用 ${String(api.port)}  port ${String(hub.config.port)} is taken, ${String(api.port)} is used`,
    );
  sayWelcome(say, api, callers);
  await stopped(io);
  say('正在停止  stopping');
  return 0;
}

function idOf(district: District): string {
  const marker = readMarker(district.folder);
  if (marker === undefined)
    throw new WangshuError('INTERNAL', 'the marker of the demo district is required, it is gone');
  return districtId(marker);
}

export const configure: CommandModule['configure'] = (command: Command, tools) => {
  command
    .option(
      '--once',
      'one night, the answers of the sample queries as JSON on standard output, and out',
    )
    .option(
      '--residents <n>',
      'how many people live there (default 60,000)',
      wholeNumber(200, 1_000_000),
    )
    .option('--seed <n>', 'another number, another district', wholeNumber(0, 0xffff_ffff))
    .addHelpText(
      'after',
      examples('npm run demo', 'npm run demo -- --once', 'npm run demo -- --residents 2000'),
    )
    .action(tools.act((options: Options) => run(tools.io, options)));
};
