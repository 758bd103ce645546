import { latestPlan, nextNight, readPlan, readSources, workersAlive } from '../../jobs';
import type { PlanReport, SourceStatus, Transport } from '../../jobs';
import { STAGES } from '../../jobs/names';
import { QUEUE_PATIENCE_MS, within } from '../../observe/patience';
import { examples, type CommandModule } from '../command';
import { openDatabase, openQueue, settingsOf, withOpened } from '../hub';
import { line, type Io } from '../io';
import { tableLines } from '../out/table';
import { ageWord, countWord, durationWord, momentWord, plural } from '../out/words';
import { planTime } from '../out/plan';

const COLUMNS = [
  { title: '来源 source' },
  { title: '名称 title' },
  { title: '数据截至 fresh at' },
  { title: '距今 age', align: 'right' },
  { title: '健康 health' },
  { title: '最近一次 last run' },
  { title: '隔离 quarantined', align: 'right' },
] as const;

const HEALTH: Readonly<Record<SourceStatus['health'], string>> = {
  OK: '正常 ok',
  LATE: '迟到 late',
  FAILING: '失败 failing',
  QUARANTINE: '有隔离 quarantine',
  NEVER: '从未 never',
};

function sourceLines(sources: readonly SourceStatus[], timeZone: string, now: Date): string[] {
  if (sources.length === 0) return ['No source has been registered yet; run: wangshu sync'];
  const rows = sources.map((source) => [
    source.connector,
    source.zh,
    momentWord(source.dataAsOf, timeZone),
    source.dataAsOf === null ? '–' : ageWord(now.getTime() - source.dataAsOf.getTime()),
    HEALTH[source.health],
    source.lastStatus ?? '–',
    countWord(source.quarantined),
  ]);
  const failures = sources.flatMap(({ connector, error }) =>
    error === null ? [] : [`${connector}: ${error.message} [${error.code}]`],
  );
  return [...tableLines(COLUMNS, rows), ...failures];
}

/** Where a running plan is: its sources first, then its stages. */
function progressWord({ sources, stages }: PlanReport): string {
  const over = sources.filter(({ status }) => status !== 'WAITING' && status !== 'RUNNING').length;
  if (over < sources.length) {
    const rows = sources.reduce((sum, { read }) => sum + read, 0);
    return `${countWord(over)} of ${plural(sources.length, 'source')} read, ${plural(rows, 'row')}`;
  }
  const now = STAGES.find((name) => stages[name] !== undefined && !stages[name].finishedAt);
  if (now === undefined) return 'between stages';
  const { step, done = 0, total = 0 } = stages[now] ?? {};
  return step === undefined ? now : `${now} ${step} ${countWord(done)}/${countWord(total)}`;
}

export function planLine(plan: PlanReport | null, timeZone: string): string {
  if (plan === null) return 'No plan has run yet.';
  const at = plan.status === 'RUNNING' ? `; now ${progressWord(plan)}` : '';
  return `Last plan: ${plan.status} (began ${momentWord(plan.startedAt, timeZone)}, ${durationWord(planTime(plan))}${at})`;
}

const QUEUE_STATES = ['active', 'waiting', 'waiting-children', 'delayed', 'failed'] as const;
type QueueCounts = Readonly<Record<string, number>>;

/** Jobs by state; null where the queue does not answer: a status that waits for ever would tell nothing. */
export async function queueCounts(
  queue: Pick<Transport['queue'], 'getJobCounts'>,
  patienceMs: number = QUEUE_PATIENCE_MS,
): Promise<QueueCounts | null> {
  return within(queue.getJobCounts(...QUEUE_STATES), patienceMs, null);
}

function queueLine(counts: QueueCounts | null): string {
  if (counts === null) return 'Queue: it does not answer; check that REDIS_URL is right';
  return `Queue: ${QUEUE_STATES.map((state) => `${countWord(counts[state] ?? 0)} ${state}`).join(', ')}`;
}

async function run(io: Io, { json }: { json?: true }): Promise<void> {
  await withOpened(async (opened) => {
    const settings = settingsOf(io, 'warn');
    const { nightly, timeZone } = settings.config.hub;
    const database = await openDatabase(opened, settings);
    const { db } = database;
    // What the catalogue has no more is read by nobody, and late for ever.
    const sources = (await readSources(db)).filter(({ retired }) => !retired);
    const planId = await latestPlan(db);
    const plan = planId === null ? null : await readPlan(db, planId);
    const workers = await workersAlive(db);
    const { queue } = await openQueue(opened, { ...settings, database });
    const counts = await queueCounts(queue);
    const next = nextNight({ pattern: nightly, timeZone });
    if (json === true)
      return line(
        io.out,
        JSON.stringify({ sources, plan, workers, queue: counts, nextNight: next }, null, 2),
      );
    for (const text of sourceLines(sources, timeZone, new Date())) line(io.out, text);
    line(io.out);
    line(io.out, planLine(plan, timeZone));
    line(io.out, queueLine(counts));
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
