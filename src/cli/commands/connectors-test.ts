import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { parse } from 'yaml';
import { acceptConnector, SCRATCH_ID_KEY } from '../../acceptance/kit';
import type { Verdict } from '../../acceptance/case';
import { CASES } from '../../acceptance/cases';
import { bounded } from '../../acceptance/altered';
import { measureRead } from '../../acceptance/measure';
import { withReader } from '../../acceptance/scratch';
import type { Connector } from '../../connect/connector';
import type { RawValue, Reader } from '../../connect/reader';
import { openPool } from '../../db/pool';
import { WangshuError } from '../../domain/errors';
import { sourceOf } from '../../ingest/read-stream';
import { ingestConnector } from '../../ingest/run';
import { examples, type CommandTools } from '../command';
import { openEmbedded, settingsOf, usableOf, withOpened } from '../hub';
import { line, type Io } from '../io';
import { several, wholeNumber } from '../options';
import { EXIT } from '../out/failure';
import { durationWord } from '../out/words';

interface Options {
  readonly only?: string[];
  readonly rows: number;
  readonly maxBad: number;
  readonly memoryRows: number;
  readonly from?: string;
  readonly json?: true;
  /** Of the process that the kit kills. */
  readonly into?: string;
  /** Of the process in which the kit measures a reader: the stream. */
  readonly measure?: string;
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

/** What the kit measures: one read of a stream by itself. */
async function measureStream(io: Io, connector: Connector, options: Options): Promise<void> {
  const stream = connector.streams.find(({ name }) => name === options.measure);
  if (stream === undefined)
    throw new WangshuError(
      'BAD_USER_INPUT',
      `a stream of ${connector.id} is required for --measure, "${options.measure ?? ''}" is given`,
    );
  const open = (): Reader => bounded(connector.openReader(), options.rows);
  const measured = await measureRead(
    open,
    sourceOf(stream),
    options.pageSize ?? stream.spec.pageSize,
  );
  line(io.out, JSON.stringify(measured));
}

/** Reads a share as people say it: 2.5 or 2.5%. */
function percentage(text: string): number {
  const share = Number(text.replace(/\s*%$/, '')) / 100;
  if (text.trim() !== '' && share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('A percentage from 0 to 100 is required.');
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
  const connector = usableOf(settings.config).connector(name);
  if (connector.streams.length === 0)
    throw new WangshuError(
      'BAD_USER_INPUT',
      `a connector with streams is required, ${name} has none yet; decide in ${connector.file} what is shared`,
    );
  if (options.into !== undefined) {
    await ingestInto(connector, options);
    return EXIT.done;
  }
  if (options.measure !== undefined) {
    await measureStream(io, connector, options);
    return EXIT.done;
  }
  const { config } = settings;
  const again = (stdio: StdioOptions, ...own: string[]): ChildProcess =>
    spawn(
      process.execPath,
      [
        path.join(config.checkout, 'bin', 'wangshu.js'),
        ...['connectors', 'test', name, '--rows', String(options.rows), ...own],
      ],
      { stdio, env: config.env, cwd: io.cwd ?? process.cwd() },
    );
  return withOpened(async (opened) => {
    const server = await openEmbedded(opened, settings);
    const verdicts = await acceptConnector({
      connector,
      adminUrl: server.adminUrl,
      idKey: SCRATCH_ID_KEY,
      timeZone: config.hub.timeZone,
      rows: options.rows,
      maxBad: options.maxBad,
      memoryRows: options.memoryRows,
      rawReader: (parse(readFileSync(connector.file, 'utf8')) as { reader?: unknown }).reader,
      ...(options.only === undefined ? {} : { only: options.only }),
      ...(options.from === undefined ? {} : { pushed: pushedRows(options.from, connector) }),
      spawnIngest: (url, pageSize) =>
        again('ignore', '--into', url, '--page-size', String(pageSize)),
      spawnRead: (stream, pageSize) =>
        again(
          ['ignore', 'pipe', 'ignore'],
          ...['--measure', stream, '--page-size', String(pageSize)],
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
    .addOption(
      new Option(
        '--max-bad <percent>',
        'rows of a stream that may lack a key, or not be what the contract says',
      )
        .argParser(percentage)
        .default(0.01, '1'),
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
    .addOption(new Option('--measure <stream>').hideHelp())
    .addOption(new Option('--page-size <n>').argParser(wholeNumber(1, 1_000_000)).hideHelp())
    .addHelpText(
      'after',
      `\nThe source is only read; what is landed goes to scratch databases. Exit code 1 where a case failed.\n${examples(
        'wangshu connectors test hotline-12345',
        'wangshu connectors test hotline-12345 --only resume --only kill',
        'wangshu connectors test civil-affairs --max-bad 3',
        'wangshu connectors test volunteers --from one-day.jsonl --json',
      )}`,
    )
    .action(act((name: string, options: Options) => run(io, name, options)));
}
