import type { Config } from '../../config/load';
import type { Catalogue } from '../../connect/connector';
import type { PlanReport } from '../../jobs';
import { examples, type CommandModule } from '../command';
import { catalogueOf, openDatabase, openHub, settingsOf, withOpened } from '../hub';
import { line, type Io } from '../io';
import { EXIT } from '../out/failure';
import { planLines, planTime } from '../out/plan';
import { durationWord } from '../out/words';
import { isWorkedOn, runAndWatch, workHere } from '../plan';

interface Options {
  readonly full?: true;
  readonly json?: true;
}

function show(io: Io, report: PlanReport, catalogue: Catalogue, json: boolean): void {
  if (json) return line(io.out, JSON.stringify(report, null, 2));
  for (const text of planLines(report, catalogue)) line(io.out, text);
  line(io.out, `${report.status} in ${durationWord(planTime(report))}`);
}

function knownOf(config: Config, names: readonly string[]): string[] {
  const catalogue = catalogueOf(config, { withoutSecrets: true });
  return names.map((name) => catalogue.connector(name).id);
}

async function run(io: Io, names: readonly string[], { full, json }: Options): Promise<number> {
  return withOpened(async (opened) => {
    const settings = settingsOf(io, 'warn');
    // Names are checked before secrets and before anything is opened; an unknown one is told with the known ones.
    const asked = names.length > 0 ? knownOf(settings.config, names) : [];
    const catalogue = catalogueOf(settings.config);
    const connectors = asked.length > 0 ? asked : catalogue.connectors.map(({ id }) => id);
    const database = await openDatabase(opened, settings);
    const hub = await openHub(opened, { ...settings, database, catalogue });
    if (!(await isWorkedOn(hub))) await workHere(opened, hub, { schedule: false });
    const report = await runAndWatch(io, hub, {
      connectors,
      full: full === true,
      requestedBy: 'command line',
    });
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
    .option('--json', 'what was done, as JSON')
    .addHelpText(
      'after',
      `\nExit code 1 where a source or a stage failed; the others are done all the same.\n${examples('wangshu sync', 'wangshu sync hotline-12345 --full', 'wangshu sync --json')}`,
    )
    .action(act((names: string[], options: Options) => run(io, names, options)));
};
