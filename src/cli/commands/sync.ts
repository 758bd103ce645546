import type { Catalogue } from '../../connect/connector';
import type { Window } from '../../connect/reader';
import { WangshuError } from '../../domain/errors';
import { latestPlan, retryPlan, type PlanReport } from '../../jobs';
import { examples, type CommandModule } from '../command';
import {
  openDatabase,
  openHub,
  settingsOf,
  tellUnusable,
  usableOf,
  withOpened,
  type Hub,
} from '../hub';
import { line, type Io } from '../io';
import { EXIT } from '../out/failure';
import { planLines, planTime } from '../out/plan';
import { durationWord } from '../out/words';
import { operator } from './quarantine';
import { isWorkedOn, runAndWatch, workHere } from '../plan';

interface Options {
  readonly full?: true;
  readonly since?: string;
  readonly until?: string;
  readonly retry?: true;
  readonly plan?: string;
  readonly json?: true;
}

function show(io: Io, report: PlanReport, catalogue: Catalogue, json: boolean): void {
  if (json) return line(io.out, JSON.stringify(report));
  for (const text of planLines(report, catalogue)) line(io.out, text);
  line(io.out, `${report.status} in ${durationWord(planTime(report))}`);
}

/** The window of a backfill; null: none is asked for. */
function windowOf({ since, until, full }: Options): Window | null {
  if (since === undefined && until === undefined) return null;
  if (since !== undefined && until !== undefined && full !== true) return { since, until };
  throw new WangshuError(
    'BAD_USER_INPUT',
    full === true
      ? 'either --full or a window is required, both are given'
      : 'both --since and --until are required for a window, one is given',
  );
}

/** Of the plan, or the latest one, what failed or was stopped. */
async function retry(hub: Hub, plan: string | undefined): Promise<string> {
  const latest = plan ?? (await latestPlan(hub.db));
  if (latest === null)
    throw new WangshuError('NOT_FOUND', 'a plan to try again is required, none has run yet');
  return (await retryPlan(hub, latest, operator())).planId;
}

function assertRetryAlone(
  names: readonly string[],
  { retry, plan, full, since, until }: Options,
): void {
  if (retry !== true) {
    if (plan === undefined) return;
    throw new WangshuError(
      'BAD_USER_INPUT',
      '--retry is required beside --plan, which says what is tried again; it is not given',
    );
  }
  if (names.length === 0 && full === undefined && since === undefined && until === undefined)
    return;
  throw new WangshuError(
    'BAD_USER_INPUT',
    '--retry alone is required, since the plan that is tried again says what and how; names or other options are given beside it',
  );
}

async function run(io: Io, names: readonly string[], options: Options): Promise<number> {
  const { full, json } = options;
  assertRetryAlone(names, options);
  const window = windowOf(options);
  return withOpened(async (opened) => {
    const settings = settingsOf(io, 'error');
    // Names are checked before anything is opened; an unknown one is told with the known ones.
    const catalogue = usableOf(settings.config);
    if (options.retry !== true) tellUnusable(io, catalogue, names);
    const connectors = names.length > 0 ? names : catalogue.sources;
    const database = await openDatabase(opened, settings);
    const hub = await openHub(opened, { ...settings, database, catalogue });
    if (!(await isWorkedOn(hub))) await workHere(opened, hub, { schedule: false });
    const plan =
      options.retry === true
        ? await retry(hub, options.plan)
        : { connectors, full: full === true, window, requestedBy: operator() };
    const report = await runAndWatch(io, hub, plan, { json: json === true });
    if (report === null) {
      line(io.err, 'Stopped waiting; the plan goes on with the next worker.');
      return 130;
    }
    show(io, report, catalogue, json === true);
    return report.status === 'SUCCEEDED' ? EXIT.done : EXIT.failed;
  });
}

export const configure: CommandModule['configure'] = (command, { io, act }) => {
  command
    .argument('[names...]', 'ids of connectors (default: all)')
    .option('--full', 'read the sources from the beginning, not from where the last run ended')
    .option('--since <value>', 'backfill: only rows whose cursor is this or later; with --until')
    .option('--until <value>', 'backfill: only rows whose cursor is less')
    .option('--retry', 'what failed, or was stopped, in the latest plan, and no more')
    .option('--plan <id>', 'with --retry: another plan than the latest')
    .option(
      '--json',
      'an object a line: progress on standard error, what was done on standard output',
    )
    .addHelpText(
      'after',
      `\nExit code 1 where a source or a stage failed; the others are done all the same.\n${examples('wangshu sync', 'wangshu sync hotline-12345 --full', 'wangshu sync hotline-12345 --since 2026-03-01 --until 2026-04-01', 'wangshu sync --retry', 'wangshu sync --json')}`,
    )
    .action(act((names: string[], options: Options) => run(io, names, options)));
};
