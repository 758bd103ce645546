import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Option, type Command } from 'commander';
import { parse } from 'yaml';
import { acceptConnector, SCRATCH_ID_KEY } from '../../acceptance/kit';
import type { Verdict } from '../../acceptance/case';
import { CASES } from '../../acceptance/cases';
import { bounded } from '../../acceptance/altered';
import { withReader } from '../../acceptance/bench';
import type { Connector } from '../../connect/connector';
import type { RawValue } from '../../connect/reader';
import { openPool } from '../../db/pool';
import { WangshuError } from '../../domain/errors';
import { ingestConnector } from '../../ingest/run';
import { examples, type CommandTools } from '../command';
import { catalogueOf, openEmbedded, settingsOf, withOpened } from '../hub';
import { line, type Io } from '../io';
import { several, wholeNumber } from '../options';
import { EXIT } from '../out/failure';
import { durationWord } from '../out/words';

interface Options {
  readonly only?: string[];
  readonly rows: number;
  readonly memoryRows: number;
  readonly from?: string;
  readonly json?: true;
  /** Of the process that the kit kills. */
  readonly into?: string;
  readonly pageSize?: number;
}

const MARK = { PASSED: '✔', FAILED: '✘', NOT_APPLICABLE: '–' } as const;

function linesOf({ outcome, name, promise, tried, saw, ms }: Verdict): string[] {
  return [
    `${MARK[outcome]} ${name}  ${promise.zh} ${promise.en} (${durationWord(ms)})`,
    ...(outcome === 'NOT_APPLICABLE' ? [] : [`    tried: ${tried}`]),
    `    ${outcome === 'NOT_APPLICABLE' ? 'not tried' : 'saw'}: ${saw}`,
  ];
}

/** Rows of a pushed connector, as JSON lines: {"stream": "…", "row": {…}}, or bare rows where it has one stream. */
function pushedRows(file: string, connector: Connector): Map<string, Record<string, RawValue>[]> {
  const rows = new Map<string, Record<string, RawValue>[]>();
  const [only] = connector.streams;
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (text.trim() === '') continue;
    const given = JSON.parse(text) as { stream?: string; row?: Record<string, RawValue> };
    const name = given.row === undefined ? (only?.name ?? '') : (given.stream ?? '');
    const row = given.row ?? given;
    rows.set(name, [...(rows.get(name) ?? []), row]);
  }
  return rows;
}

/** What the kit kills: one run of the connector into a scratch database. */
async function ingestInto(connector: Connector, options: Options): Promise<void> {
  const db = openPool(options.into ?? '', { max: 4 });
  try {
    const reader = bounded(connector.openReader(), options.rows);
    await ingestConnector({
      db,
      idKey: SCRATCH_ID_KEY,
      connector: withReader(connector, reader, options.pageSize),
    });
  } finally {
    await db.end();
  }
}

function assertKnown(only: readonly string[] | undefined): void {
  const names = CASES.map(({ name }) => name);
  const unknown = only?.filter((name) => !names.includes(name)) ?? [];
  if (unknown.length === 0) return;
  throw new WangshuError(
    'BAD_USER_INPUT',
    `cases of the kit are required for --only (${names.join(', ')}), "${unknown.join(', ')}" is given`,
  );
}

async function run(io: Io, name: string, options: Options): Promise<number> {
  assertKnown(options.only);
  const settings = settingsOf(io, 'warn');
  const connector = catalogueOf(settings.config).connector(name);
  if (connector.streams.length === 0)
    throw new WangshuError(
      'BAD_USER_INPUT',
      `a connector with streams is required, ${name} has none yet; decide in ${connector.file} what is shared`,
    );
  if (options.into !== undefined) {
    await ingestInto(connector, options);
    return EXIT.done;
  }
  const { config } = settings;
  return withOpened(async (opened) => {
    const server = await openEmbedded(opened, settings);
    const verdicts = await acceptConnector({
      connector,
      adminUrl: server.adminUrl,
      idKey: SCRATCH_ID_KEY,
      timeZone: config.hub.timeZone,
      rows: options.rows,
      memoryRows: options.memoryRows,
      rawReader: (parse(readFileSync(connector.file, 'utf8')) as { reader?: unknown }).reader,
      ...(options.only === undefined ? {} : { only: options.only }),
      ...(options.from === undefined ? {} : { pushed: pushedRows(options.from, connector) }),
      spawnIngest: (url, pageSize) =>
        spawn(
          process.execPath,
          [
            path.join(config.checkout, 'bin', 'wangshu.js'),
            ...['connectors', 'test', name, '--into', url],
            ...['--page-size', String(pageSize), '--rows', String(options.rows)],
          ],
          { stdio: 'ignore', env: config.env, cwd: io.cwd ?? process.cwd() },
        ),
      onCase(each, verdict) {
        if (options.json === true) return;
        if (verdict === null) {
          if (io.interactive) io.err(`… ${each}\r`);
        } else for (const text of linesOf(verdict)) line(io.out, text);
      },
    });
    const count = (outcome: Verdict['outcome']): number =>
      verdicts.filter((each) => each.outcome === outcome).length;
    const failed = count('FAILED');
    if (options.json === true)
      line(io.out, JSON.stringify({ connector: name, ok: failed === 0, verdicts }, null, 2));
    else
      line(
        io.out,
        `${name}: ${String(count('PASSED'))} passed, ${String(failed)} failed, ${String(count('NOT_APPLICABLE'))} not applicable`,
      );
    return failed === 0 ? EXIT.done : EXIT.failed;
  });
}

/** `wangshu connectors test NAME`. */
export function addTest(command: Command, { io, act }: CommandTools): void {
  command
    .command('test')
    .description('run a connector through the acceptance kit, against its live source')
    .copyInheritedSettings(command)
    .argument('<name>', 'id of a connector')
    .option('--only <case>', 'only this case; may be given several times', several)
    .option(
      '--rows <n>',
      'rows of each stream to read at most',
      wholeNumber(1, 1_000_000_000),
      20_000,
    )
    .option(
      '--memory-rows <n>',
      'rows of the case that watches memory',
      wholeNumber(10_000, 100_000_000),
      1_000_000,
    )
    .option('--from <file>', 'rows of a pushed connector, as JSON lines')
    .option('--json', 'the verdicts as JSON')
    .addOption(new Option('--into <url>').hideHelp())
    .addOption(new Option('--page-size <n>').argParser(wholeNumber(1, 1_000_000)).hideHelp())
    .addHelpText(
      'after',
      `\nThe source is only read; what is landed goes to scratch databases. Exit code 1 where a case failed.\n${examples(
        'wangshu connectors test hotline-12345',
        'wangshu connectors test hotline-12345 --only resume --only kill',
        'wangshu connectors test volunteers --from one-day.jsonl --json',
      )}`,
    )
    .action(act((name: string, options: Options) => run(io, name, options)));
}
