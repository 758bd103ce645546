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
import { registerCatalogue } from '../../ingest/register';
import { line, type Io } from '../io';
import { liveCatalogue } from '../live-catalogue';
import { wholeNumber } from '../options';
import { momentWord } from '../out/words';
import { workHere } from '../plan';

async function run(io: Io, { concurrency }: { concurrency: number }): Promise<void> {
  await withOpened(async (opened) => {
    const settings = settingsOf(io, 'info');
    const { config, logger } = settings;
    const live = liveCatalogue(
      config.connectorFolders,
      () => usableOf(config),
      async (changed) => {
        await registerCatalogue(hub.db, changed);
        const { connectors, unusable } = changed;
        logger.info(
          { connectors: connectors.length, unusable: [...unusable.keys()] },
          'connector files were read anew',
        );
      },
    );
    const { catalogue } = live;
    tellUnusable(io, catalogue);
    const database = await openDatabase(opened, settings);
    const hub = await openHub(opened, { ...settings, database, catalogue });
    const refresh = async (): Promise<void> => {
      await live.refresh().catch((err: unknown) => {
        logger.error({ err }, 'changed connector files could not be read; those before stay');
      });
    };
    await workHere(opened, hub, { schedule: true, concurrency, refresh });
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
