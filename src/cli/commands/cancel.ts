import { appendDeed } from '../../audit/append';
import { WangshuError } from '../../domain/errors';
import { cancelPlan, cancelSource, latestPlan, readPlan } from '../../jobs';
import { examples, type CommandModule } from '../command';
import { openDatabase, settingsOf, withOpened, type Database, type Opened } from '../hub';
import { line, type Io } from '../io';
import { EXIT } from '../out/failure';
import { observerOf } from '../watch';
import { operator } from './quarantine';

interface Options {
  readonly plan?: string;
  readonly json?: true;
}

/**
 * Ends a plan, and tells it to those who watch: a plan that ends here has no worker left to tell its end. They need no
 * catalogue for that; its sources are told by who reads them.
 */
async function cancelWhole(
  opened: Opened,
  { db, url, ...settings }: Pick<Database, 'db' | 'url'> & ReturnType<typeof settingsOf>,
  { plan, by }: { readonly plan: string; readonly by: string },
): Promise<boolean> {
  const observer = await observerOf(opened, { ...settings, url, catalogue: { connectors: [] } });
  return cancelPlan(db, plan, by, observer);
}

async function run(
  io: Io,
  connector: string | undefined,
  { plan, json }: Options,
): Promise<number> {
  return withOpened(async (opened) => {
    const settings = settingsOf(io, 'warn');
    const { db, url } = await openDatabase(opened, settings);
    const id = plan ?? (await latestPlan(db));
    if (id === null)
      throw new WangshuError('NOT_FOUND', 'a plan is required, none has run yet; see wangshu sync');
    const { sources } = await readPlan(db, id);
    if (connector !== undefined && !sources.some((source) => source.connector === connector))
      throw new WangshuError(
        'CONNECTOR_UNKNOWN',
        `a source of the plan is required (${sources.map((source) => source.connector).join(', ')}), "${connector}" is given`,
      );
    const by = operator();
    const done =
      connector === undefined
        ? await cancelWhole(opened, { ...settings, db, url }, { plan: id, by })
        : await cancelSource(db, id, connector, by);
    if (done) await appendDeed(db, { by, action: 'cancelPlan', subject: connector ?? id });
    if (json === true)
      line(io.out, JSON.stringify({ plan: id, connector: connector ?? null, cancelled: done }));
    else if (done)
      line(io.out, `已取消 Cancelled ${connector ?? 'the plan'}; what runs stops within seconds.`);
    else line(io.out, '没有可取消的任务 Nothing to cancel: it has ended, or was cancelled before.');
    return EXIT.done;
  });
}

export const configure: CommandModule['configure'] = (command, { io, act }) => {
  command
    .argument('[source]', 'id of a connector (default: the whole plan)')
    .option('--plan <id>', 'id of a plan (default: the latest)')
    .option('--json', 'the same as JSON')
    .addHelpText(
      'after',
      `\nWhat was landed stays, and the next run goes on from there: wangshu sync --retry\n${examples('wangshu cancel', 'wangshu cancel hotline-12345')}`,
    )
    .action(act((source: string | undefined, options: Options) => run(io, source, options)));
};
