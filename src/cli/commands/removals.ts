import { appendDeed } from '../../audit/append';
import { decideRemoval, listRemovals, type RemovalDecision } from '../../ingest/decide-removal';
import { examples, type CommandModule } from '../command';
import { openDatabase, settingsOf, withOpened } from '../hub';
import { line, type Io } from '../io';
import { tableLines } from '../out/table';
import { countWord, momentWord, plural } from '../out/words';
import { operator } from './quarantine';

interface ListOptions {
  readonly all?: true;
  readonly json?: true;
}
interface WordOptions {
  readonly reason: string;
  readonly json?: true;
}

const COLUMNS = ['编号 id', '来源 source', '消失 gone', '原因 why', '状态 status', '自 since'].map(
  (title) => ({ title }),
);
const WHY = {
  EMPTY: '快照为空 the snapshot was empty',
  SHRUNK: '消失过多 too many were gone',
  UNREADABLE: '有无法读取的行 rows could not be read',
};

async function list(io: Io, { all, json }: ListOptions): Promise<void> {
  await withOpened(async (opened) => {
    const settings = settingsOf(io, 'warn');
    const { db } = await openDatabase(opened, settings);
    const removals = await listRemovals(db, { all: all === true });
    if (json === true) return line(io.out, JSON.stringify(removals, null, 2));
    if (removals.length === 0) return line(io.out, 'No removal waits.');
    const cells = removals.map((each) => [
      each.id,
      `${each.connector} ${each.stream}`,
      `${countWord(each.vanished)} / ${countWord(each.held)}`,
      WHY[each.why],
      each.decidedBy === null ? each.status : `${each.status} (${each.decidedBy})`,
      momentWord(each.noticedAt, settings.config.hub.timeZone),
    ]);
    for (const text of tableLines(COLUMNS, cells)) line(io.out, text);
    line(io.out, 'Look at the source first; then: wangshu removals remove|keep ID --reason …');
  });
}

async function decide(
  io: Io,
  id: string,
  decision: RemovalDecision,
  { reason, json }: WordOptions,
): Promise<void> {
  await withOpened(async (opened) => {
    const { db } = await openDatabase(opened, settingsOf(io, 'warn'));
    const by = operator();
    const removal = await decideRemoval(db, { id, decision, by, reason });
    await appendDeed(db, { by, action: `removal-${decision.toLowerCase()}`, subject: id });
    if (json === true) return line(io.out, JSON.stringify(removal, null, 2));
    const said = {
      REMOVE: `${plural(removal.removed ?? 0, 'row was', 'rows were')} removed; the graph follows with the next plan (wangshu sync).`,
      KEEP: `${plural(removal.vanished, 'row stays', 'rows stay')}, on later nights too.`,
      ASK_AGAIN: 'The next night asks again.',
    };
    line(io.out, said[decision]);
  });
}

export const configure: CommandModule['configure'] = (command, { io, act }) => {
  const word = (name: string, decision: RemovalDecision, summary: string): void => {
    command
      .command(name)
      .description(summary)
      .copyInheritedSettings(command)
      .argument('<id>', 'id of the removal')
      .requiredOption('--reason <text>', 'why, for those who look later')
      .option('--json', 'the removal as it is now, as JSON')
      .addHelpText(
        'after',
        examples(
          `wangshu removals ${name} 0b6e4c1a-8d0f-4c55-9a3e-2f1f8b1f7d10 --reason '民政确认数据清理'`,
        ),
      )
      .action(
        act((id: string, options: WordOptions) =>
          decide(io, id, decision, options).then(() => undefined),
        ),
      );
  };
  word('remove', 'REMOVE', 'the rows are gone: take them out of the graph');
  word('keep', 'KEEP', 'the rows stay, on later nights too');
  word('ask-again', 'ASK_AGAIN', 'take a keep back: the next night asks again');
  command
    .option('--all', 'also those that were decided')
    .option('--json', 'the same as JSON')
    .addHelpText('after', examples('wangshu removals', 'wangshu removals --all --json'))
    .action(act((options: ListOptions) => list(io, options).then(() => undefined)));
};
