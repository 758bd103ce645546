import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { createReader } from '../../connect/readers';
import {
  draftStreams,
  renderConnector,
  renderReadme,
  settingsFor,
  type Draft,
} from '../../connect/draft';
import type { Config } from '../../config/load';
import { WangshuError } from '../../domain/errors';
import { examples, type CommandTools } from '../command';
import { settingsOf } from '../hub';
import { line, type Io } from '../io';
import { several, wholeNumber } from '../options';
import { tableLines } from '../out/table';
import { plural } from '../out/words';

interface Options {
  readonly kind?: string;
  readonly reader?: string;
  readonly set?: string[];
  readonly secretEnv?: string[];
  readonly stream?: string[];
  readonly department?: string;
  readonly title?: string;
  readonly into?: string;
  readonly timeout: number;
  readonly print?: true;
  readonly force?: true;
  readonly json?: true;
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

function asked(message: string): WangshuError {
  return new WangshuError('BAD_USER_INPUT', message);
}

/** `a.b=text` as path and text. */
function assignment(option: string, text: string): { path: string[]; value: string } {
  const cut = text.indexOf('=');
  const name = text.slice(0, cut);
  if (cut < 1 || name.split('.').some((part) => part === '' || part === '__proto__'))
    throw asked(`${option} requires key=value, such as ${option} client=pg, another form is given`);
  return { path: name.split('.'), value: text.slice(cut + 1) };
}

function put(
  target: Record<string, unknown>,
  [head = '', ...rest]: string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const inner = target[head];
  const next =
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? (inner as Record<string, unknown>)
      : {};
  target[head] = next;
  put(next, rest, value);
}

/** Settings of the reader as they will stand in the file: of --reader, --kind, --set and --secret-env, in this order. */
function rawReader(io: Io, { kind, reader, set, secretEnv }: Options): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  if (reader !== undefined) {
    const file = path.resolve(io.cwd ?? process.cwd(), reader);
    if (!existsSync(file))
      throw asked(`a YAML file is required for --reader, none is at ${reader}`);
    const read: unknown = parse(readFileSync(file, 'utf8'));
    const own = (read as { reader?: unknown } | null)?.reader ?? read;
    if (own === null || typeof own !== 'object' || Array.isArray(own))
      throw asked("a mapping with a reader's settings is required in the file of --reader");
    Object.assign(raw, own);
  }
  if (kind !== undefined) raw['kind'] = kind;
  if (raw['kind'] === undefined)
    throw asked(
      '--kind is required (sql, file, http, graphql, singer), or --reader with a file of settings',
    );
  if (raw['kind'] === 'push')
    throw asked(
      'a source that can be asked is required, a push connector is told by its department; write its connector.yaml by hand (docs/guides/connectors.md)',
    );
  for (const text of set ?? []) {
    const { path: where, value } = assignment('--set', text);
    put(raw, where, value.startsWith('${') ? value : (parse(value) as unknown));
  }
  for (const text of secretEnv ?? []) {
    const { path: where, value } = assignment('--secret-env', text);
    if (!VARIABLE.test(value))
      throw asked(
        '--secret-env requires key=NAME with the name of a variable (capital letters, digits, _), another form is given; the secret itself stays in the environment',
      );
    put(raw, where, `\${${value}}`);
  }
  return raw;
}

async function draftOf(io: Io, config: Config, name: string, options: Options): Promise<Draft> {
  const raw = rawReader(io, options);
  const reader = createReader(settingsFor(raw, config.env));
  try {
    const limit = AbortSignal.timeout(options.timeout * 1000);
    const found = await reader
      .discover(AbortSignal.any([io.stop, limit]))
      .catch((error: unknown) => {
        if (limit.aborted && !io.stop.aborted)
          throw new WangshuError(
            'SOURCE_UNREACHABLE',
            `an answer within ${String(options.timeout)} s is required, the source gave none; check its address, or give it longer (--timeout)`,
          );
        throw error;
      });
    const wanted = options.stream ?? [];
    const unknown = wanted.filter((each) => !found.some(({ from }) => from === each));
    const known = found.map(({ from }) => from).join(', ');
    if (unknown.length > 0)
      throw asked(
        `streams of the source are required for --stream (${known}), ${unknown.join(', ')} is given`,
      );
    if (found.length === 0)
      throw new WangshuError(
        'SOURCE_REFUSED',
        'a source that shows its streams is required, this one shows none; check the rights of its account, the schema or folder, and the address',
      );
    const [zh, en] = (options.title ?? '').split('|').map((text) => text.trim());
    const [code = name, ...names] = (options.department ?? name)
      .split('|')
      .map((text) => text.trim());
    return {
      id: name,
      department: { code, zh: names[0] ?? code, en: names[1] ?? code },
      title: { zh: zh === undefined || zh === '' ? name : zh, en: en ?? name },
      reader: raw,
      streams: draftStreams(
        name,
        wanted.length === 0 ? found : found.filter(({ from }) => wanted.includes(from)),
      ),
    };
  } finally {
    await reader.close();
  }
}

function write(file: string, text: string, force: boolean): void {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw asked(
      `a new file is required, ${file} is there already; give another name, or --force to replace it`,
    );
  }
}

function report(io: Io, draft: Draft, file: string): void {
  const titles = [
    '流 stream',
    'from',
    '主键 key',
    '游标 cursor',
    '数据项 items',
    '识别或敏感 identifying or sensitive',
  ];
  const rows = draft.streams.map(({ name, from, key, cursor, items, keyDeclared }) => [
    name,
    from,
    `${key.join(', ')}${keyDeclared ? '' : ' ?'}`,
    cursor === null ? '—' : `${cursor} ?`,
    String(items.length),
    String(items.filter(({ kind }) => kind !== 'ORDINARY').length),
  ]);
  for (const text of tableLines(
    titles.map((title) => ({ title })),
    rows,
  ))
    line(io.out, text);
  line(
    io.out,
    `${file}: ${plural(draft.streams.length, 'stream')}, nothing is shared. "?" is a guess.`,
  );
  line(io.out, 'Next: decide in the file what is shared, then: wangshu connectors check');
}

async function run(io: Io, name: string, options: Options): Promise<void> {
  if (!NAME.test(name))
    throw asked(`lower-case words joined by hyphens are required as a name, "${name}" is given`);
  const { config } = settingsOf(io, 'warn');
  const [first = ''] = config.connectorFolders;
  const into =
    options.into === undefined ? first : path.resolve(io.cwd ?? process.cwd(), options.into);
  const file = path.join(into, name, 'connector.yaml');
  const readme = path.join(into, name, 'README.md');
  // Before the source is asked: a discovery may take minutes.
  if (options.print !== true && options.force !== true && existsSync(file))
    throw asked(
      `a new connector is required, ${file} is there already; give another name, or --force to replace it`,
    );
  const draft = await draftOf(io, config, name, options);
  const text = renderConnector(draft);
  if (options.print === true) {
    io.out(text);
    return;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  write(file, text, options.force === true);
  // A README is a person's work: it is never replaced.
  const hadReadme = existsSync(readme);
  if (!hadReadme) write(readme, renderReadme(draft), false);
  if (options.json === true)
    line(io.out, JSON.stringify({ file, readme: hadReadme ? null : readme, ...draft }, null, 2));
  else report(io, draft, file);
}

/** `wangshu connectors new NAME`. */
export function addNew(command: Command, { io, act }: CommandTools): void {
  command
    .command('new')
    .description(
      'ask a live source for its streams and write a first connector.yaml, nothing shared',
    )
    .copyInheritedSettings(command)
    .argument('<name>', 'id of the connector: lower-case words joined by hyphens')
    .option('--kind <kind>', 'how rows arrive: sql, file, http, graphql or singer')
    .option('--set <key=value>', 'a setting of the reader; may be given several times', several)
    .option('--secret-env <key=NAME>', 'a secret setting, by the variable that holds it', several)
    .option('--reader <file>', 'a YAML file with settings of the reader')
    .option('--stream <from>', 'only this table, file or path; may be given several times', several)
    .option('--department <code|zh|en>', "the department's code and names")
    .option('--title <zh|en>', 'the title of the catalogue entry')
    .option('--into <folder>', 'folder of connectors; default: the first of CONNECTORS_DIR')
    .option('--timeout <seconds>', 'how long the source may take', wholeNumber(1, 3_600), 120)
    .option('--print', 'to standard output, and write nothing')
    .option('--force', 'replace a connector.yaml that is there')
    .option('--json', 'what was found and guessed, as JSON')
    .addHelpText(
      'after',
      `\nOnly declarations are read (types, keys, remarks), and no more rows than it takes to see a file's columns. Settings of each reader:\nwangshu connectors schema. Secrets are named, never given: the variable must be set for this command and for the hub.\n${examples(
        "POLICE_DB_URL=postgresql://… wangshu connectors new police --kind sql --set client=pg --secret-env connection=POLICE_DB_URL --department 'police|公安|Police'",
        'wangshu connectors new hotline --kind file --set folder=/data/hotline --set format=csv --set encoding=gb18030',
        "wangshu connectors new hr --kind singer --set command='[/opt/taps/bin/tap-mysql]' --set config.host=10.0.0.5 --secret-env secrets.password=HR_PASSWORD",
        'wangshu connectors new approvals --reader approvals-reader.yaml --stream permits --print',
      )}`,
    )
    .action(act((name: string, options: Options) => run(io, name, options).then(() => undefined)));
}
