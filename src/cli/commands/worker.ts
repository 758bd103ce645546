import { nextNight } from '../../jobs';
import { examples, type CommandModule } from '../command';
import {
  openDatabase,
  openHub,
  settingsOf,
  stopped,
  tellUnusable,
  usableOf,
  withOpened,
} from '../hub';
import { line, type Io } from '../io';
import { wholeNumber } from '../options';
import { momentWord } from '../out/words';
import { workHere } from '../plan';

async function run(io: Io, { concurrency }: { concurrency: number }): Promise<void> {
  await withOpened(async (opened) => {
    const settings = settingsOf(io, 'info');
    const catalogue = usableOf(settings.config);
    tellUnusable(io, catalogue);
    const database = await openDatabase(opened, settings);
    const hub = await openHub(opened, { ...settings, database, catalogue });
    await workHere(opened, hub, { schedule: true, concurrency });
    const { nightly, timeZone } = settings.config.hub;
    const next = nextNight({ pattern: nightly, timeZone });
    line(
      io.out,
      `Working; the next night is at ${momentWord(next, timeZone)} (${timeZone}). Ctrl-C stops it.`,
    );
    await stopped(io);
  });
}

export const configure: CommandModule['configure'] = (command, tools) => {
  command
    .option('--concurrency <n>', 'jobs at a time', wholeNumber(1, 64), 2)
    .addHelpText('after', examples('wangshu worker', 'wangshu worker --concurrency 4'))
    .action(
      tools.act(async (options: { concurrency: number }) => {
        await run(tools.io, options);
        return 0;
      }),
    );
};
