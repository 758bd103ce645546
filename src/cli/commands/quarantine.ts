import { WangshuError } from '../../domain/errors';
import { listQuarantine } from '../../ingest/list-quarantine';
import { readSources } from '../../jobs';
import { examples, type CommandModule } from '../command';
import { openDatabase, settingsOf, withOpened } from '../hub';
import { line, type Io } from '../io';
import { wholeNumber } from '../options';
import { tableLines } from '../out/table';
import { countWord, momentWord, plural } from '../out/words';

interface Options {
  readonly limit: number;
  readonly json?: true;
}

const COLUMNS = ['来源 source', '位置 place', '数据项 item', '原因 reason', '自 since'].map(
  (title) => ({ title }),
);

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
      `${plural(total, 'row waits', 'rows wait')} in quarantine${shown}. They come back by themselves when source or mapping is mended.`,
    );
  });
}

export const configure: CommandModule['configure'] = (command, { io, act }) => {
  command
    .argument('[source]', 'id of a connector (default: all)')
    .option('--limit <n>', 'how many to show', wholeNumber(1, 100_000), 50)
    .option('--json', 'the same as JSON')
    .addHelpText(
      'after',
      examples('wangshu quarantine', 'wangshu quarantine hotline-12345 --limit 200 --json'),
    )
    .action(
      act((source: string | undefined, options: Options) =>
        run(io, source, options).then(() => undefined),
      ),
    );
};
