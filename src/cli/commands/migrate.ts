import { migrate } from '../../db/migrate';
import { openEmbedded, settingsOf, withOpened } from '../hub';
import { examples, type CommandModule } from '../command';
import { line, type Io } from '../io';

async function run(io: Io, { json }: { json?: true }): Promise<void> {
  const done = await withOpened(async (opened) => {
    const settings = settingsOf(io, 'warn');
    const { databaseUrl } = settings.config;
    const url = databaseUrl ?? (await openEmbedded(opened, settings)).url;
    return migrate(url);
  });
  if (json === true) line(io.out, JSON.stringify({ migrations: done }));
  else if (done.length === 0) line(io.out, 'The schema is up to date; nothing was done.');
  else for (const name of done) line(io.out, `✓ ${name}`);
}

export const configure: CommandModule['configure'] = (command, tools) => {
  command
    .option('--json', 'names of the migrations that were done, as JSON')
    .addHelpText(
      'after',
      examples('wangshu migrate', 'DATABASE_URL=postgres://… wangshu migrate --json'),
    )
    .action(
      tools.act(async (options: { json?: true }) => {
        await run(tools.io, options);
        return 0;
      }),
    );
};
