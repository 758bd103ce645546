import { serveApi } from '../api';
import { examples, type CommandModule } from '../command';
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
import { isWorkedOn } from '../plan';

async function serve(io: Io, opened: Opened, hub: Hub): Promise<void> {
  const api = await serveApi(opened, hub);
  line(io.out, `GraphiQL ${api.url}/graphiql/   GraphQL ${api.url}/graphql   Ctrl-C stops it`);
  if (!(await isWorkedOn(hub)))
    line(
      io.out,
      'No worker is alive: data stay as they are until one is (wangshu worker, or wangshu sync).',
    );
}

async function run(io: Io): Promise<void> {
  await withOpened(async (opened) => {
    const settings = settingsOf(io, 'info');
    // The API asks no source: their secrets are the workers'.
    const catalogue = catalogueOf(settings.config, { withoutSecrets: true });
    const database = await openDatabase(opened, settings);
    await serve(io, opened, await openHub(opened, { ...settings, database, catalogue }));
    await stopped(io);
  });
}

export const configure: CommandModule['configure'] = (command, tools) => {
  command
    .addHelpText(
      'after',
      `\nHOST and PORT say where (127.0.0.1, 4000 or a free one).\n${examples('wangshu serve', 'HOST=0.0.0.0 PORT=8080 wangshu serve')}`,
    )
    .action(
      tools.act(async () => {
        await run(tools.io);
        return 0;
      }),
    );
};
