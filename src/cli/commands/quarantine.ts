import { userInfo } from 'node:os';
import { WangshuError } from '../../domain/errors';
import { appendDeed } from '../../audit/append';
import { listQuarantine } from '../../ingest/list-quarantine';
import { readSources, replayInTurn } from '../../jobs';
import { examples, type CommandModule } from '../command';
import { discard } from '../discard';
import { openDatabase, openHub, settingsOf, usableOf, withOpened } from '../hub';
import { line, type Io } from '../io';
import { wholeNumber } from '../options';
import { tableLines } from '../out/table';
import { countWord, momentWord, plural } from '../out/words';

interface Options {
  readonly limit: number;
  readonly json?: true;
}

const COLUMNS = [
  '编号 id',
  '来源 source',
  '位置 place',
  '数据项 item',
  '原因 reason',
  '自 since',
].map((title) => ({ title }));

/** A misspelt source must not read as one without faults: WangshuError CONNECTOR_UNKNOWN with the ones there are. */
export function assertRegistered(source: string, registered: readonly string[]): void {
  if (registered.includes(source)) return;
  throw new WangshuError(
    'CONNECTOR_UNKNOWN',
    `a source of this hub is required (${registered.join(', ') || 'none has been registered yet'}), "${source}" is given`,
  );
}

async function run(io: Io, source: string | undefined, { limit, json }: Options): Promise<void> {
  await withOpened(async (opened) => {
    const settings = settingsOf(io, 'warn');
    const { db } = await openDatabase(opened, settings);
    if (source !== undefined)
      assertRegistered(
        source,
        (await readSources(db)).map(({ connector }) => connector),
      );
    const { rows, total } = await listQuarantine(db, { connector: source ?? null, limit });
    if (json === true) return line(io.out, JSON.stringify({ total, rows }, null, 2));
    if (total === 0) return line(io.out, 'Nothing waits in quarantine.');
    const cells = rows.map((row) => [
      row.id,
      `${row.connector} ${row.stream}`,
      row.place,
      row.item ?? '–',
      `${row.message} [${row.code}]`,
      momentWord(row.firstSeen, settings.config.hub.timeZone),
    ]);
    for (const text of tableLines(COLUMNS, cells)) line(io.out, text);
    const shown =
      rows.length < total ? `; the latest ${countWord(rows.length)} are shown (--limit)` : '';
    line(
      io.out,
      `${plural(total, 'row waits', 'rows wait')} in quarantine${shown}. They come back by themselves when source or mapping is mended; replay tries them now, discard marks them as of no use.`,
    );
  });
}

/** Who sits at this command line, for the audit log. */
export function operator(): string {
  return `command line: ${userInfo().username}`;
}

async function replay(io: Io, source: string, ids: string[], { json }: Json): Promise<void> {
  await withOpened(async (opened) => {
    const settings = settingsOf(io, 'warn');
    // A replay reads no source: its secrets are not needed.
    const catalogue = usableOf(settings.config, { withoutSecrets: true });
    const connector = catalogue.connector(source);
    const database = await openDatabase(opened, settings);
    const { db, idKey } = await openHub(opened, { ...settings, database, catalogue });
    const done = await replayInTurn({ db, idKey }, connector, ids.length > 0 ? ids : null);
    await appendDeed(db, { by: operator(), action: 'replay-quarantine', subject: source });
    if (json === true) return line(io.out, JSON.stringify(done, null, 2));
    line(
      io.out,
      `${plural(done.tried, 'row was', 'rows were')} tried again, ${countWord(done.landed)} came back.${done.landed > 0 ? ' The graph follows with the next plan (wangshu sync).' : ''}`,
    );
  });
}

async function giveUp(io: Io, ids: string[], { reason, json }: Json & Reason): Promise<void> {
  await withOpened(async (opened) => {
    const { db } = await openDatabase(opened, settingsOf(io, 'warn'));
    const by = operator();
    const discarded = await discard(db, { ids, streams: null, by, reason });
    if (json === true) return line(io.out, JSON.stringify({ discarded }));
    line(io.out, `${plural(discarded, 'row is', 'rows are')} marked as of no use.`);
  });
}

interface Json {
  readonly json?: true;
}
interface Reason {
  readonly reason: string;
}

export const configure: CommandModule['configure'] = (command, { io, act }) => {
  command
    .command('replay')
    .description('try the rows of a source again with the present mapping')
    .copyInheritedSettings(command)
    .argument('<source>', 'id of a connector')
    .argument('[ids...]', 'ids of rows (default: all that wait)')
    .option('--json', 'what came of it, as JSON')
    .addHelpText('after', examples('wangshu quarantine replay hotline-12345'))
    .action(
      act((source: string, ids: string[], options: Json) =>
        replay(io, source, ids, options).then(() => undefined),
      ),
    );
  command
    .command('discard')
    .description('mark rows as of no use; they stay, and do not open again')
    .copyInheritedSettings(command)
    .argument('<ids...>', 'ids of rows')
    .requiredOption('--reason <text>', 'why, for those who look later')
    .option('--json', 'what came of it, as JSON')
    .addHelpText(
      'after',
      examples(
        "wangshu quarantine discard 0b6e4c1a-8d0f-4c55-9a3e-2f1f8b1f7d10 --reason '部门确认为测试数据'",
      ),
    )
    .action(
      act((ids: string[], options: Json & Reason) =>
        giveUp(io, ids, options).then(() => undefined),
      ),
    );
  command
    .argument('[source]', 'id of a connector (default: all)')
    .option('--limit <n>', 'how many to show', wholeNumber(1, 100_000), 50)
    .option('--json', 'the same as JSON')
    .addHelpText(
      'after',
      examples(
        'wangshu quarantine',
        'wangshu quarantine hotline-12345 --limit 200 --json',
        'wangshu quarantine replay hotline-12345',
      ),
    )
    .action(
      act((source: string | undefined, options: Options) =>
        run(io, source, options).then(() => undefined),
      ),
    );
};
