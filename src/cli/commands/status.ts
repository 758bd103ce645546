import { latestPlan, nextNight, readPlan, readSources, workersAlive } from '../../jobs';
import type { PlanReport, SourceStatus } from '../../jobs';
import { examples, type CommandModule } from '../command';
import { openDatabase, settingsOf, withOpened } from '../hub';
import { line, type Io } from '../io';
import { tableLines } from '../out/table';
import { ageWord, countWord, durationWord, momentWord, plural } from '../out/words';
import { planTime } from '../out/plan';

const COLUMNS = [
  { title: '来源 source' },
  { title: '名称 title' },
  { title: '数据截至 fresh at' },
  { title: '距今 age', align: 'right' },
  { title: '最近一次 last run' },
  { title: '隔离 quarantined', align: 'right' },
] as const;

function sourceLines(sources: readonly SourceStatus[], timeZone: string, now: Date): string[] {
  if (sources.length === 0) return ['No source has been registered yet; run: wangshu sync'];
  const rows = sources.map((source) => [
    source.connector,
    source.zh,
    momentWord(source.freshAt, timeZone),
    source.freshAt === null ? '–' : ageWord(now.getTime() - source.freshAt.getTime()),
    source.lastStatus ?? '–',
    countWord(source.quarantined),
  ]);
  const failures = sources.flatMap(({ connector, error }) =>
    error === null ? [] : [`${connector}: ${error.message} [${error.code}]`],
  );
  return [...tableLines(COLUMNS, rows), ...failures];
}

function planLine(plan: PlanReport | null, timeZone: string): string {
  if (plan === null) return 'No plan has run yet.';
  const stages = Object.entries(plan.stages)
    .filter(([, stage]) => stage.finishedAt === undefined)
    .map(([name, { step, done, total }]) =>
      step === undefined ? name : `${name} ${step} ${String(done)}/${String(total)}`,
    );
  const at = plan.status === 'RUNNING' && stages.length > 0 ? `, now ${stages.join(', ')}` : '';
  return `Last plan: ${plan.status} (began ${momentWord(plan.startedAt, timeZone)}, ${durationWord(planTime(plan))}${at})`;
}

async function run(io: Io, { json }: { json?: true }): Promise<void> {
  await withOpened(async (opened) => {
    const settings = settingsOf(io, 'warn');
    const { nightly, timeZone } = settings.config.hub;
    const { db } = await openDatabase(opened, settings);
    const sources = await readSources(db);
    const planId = await latestPlan(db);
    const plan = planId === null ? null : await readPlan(db, planId);
    const workers = await workersAlive(db);
    const next = nextNight({ pattern: nightly, timeZone });
    if (json === true)
      return line(io.out, JSON.stringify({ sources, plan, workers, nextNight: next }, null, 2));
    for (const text of sourceLines(sources, timeZone, new Date())) line(io.out, text);
    line(io.out);
    line(io.out, planLine(plan, timeZone));
    line(
      io.out,
      `Next night: ${momentWord(next, timeZone)} (${timeZone}); ${plural(workers, 'worker')} alive`,
    );
    if (workers === 0) line(io.out, 'Without a worker no night comes; run: wangshu worker');
  });
}

export const configure: CommandModule['configure'] = (command, { io, act }) => {
  command
    .option('--json', 'the same as JSON')
    .addHelpText('after', examples('wangshu status', 'wangshu status --json'))
    .action(act((options: { json?: true }) => run(io, options).then(() => undefined)));
};
