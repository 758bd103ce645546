import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Connector } from '../../connect/connector';
import { examples, type CommandModule } from '../command';
import { catalogueOf, settingsOf } from '../hub';
import { line, type Io } from '../io';
import { tableLines } from '../out/table';
import { plural } from '../out/words';
import { addNew } from './connectors-new';
import { addTest } from './connectors-test';

interface Options {
  readonly json?: true;
}

function described({ id, spec, streams }: Connector): object {
  const { department, title, sharing, reader } = spec;
  return {
    id,
    department,
    title,
    sharing,
    reader: reader.kind,
    streams: streams.map(({ name, recordType, items, spec: own }) => ({
      name,
      record: recordType,
      items: items.size,
      mentions: Object.entries(own.mentions).map(([mention, { as }]) => ({ name: mention, as })),
    })),
  };
}

function list(io: Io, { json }: Options): void {
  const { connectors } = catalogueOf(settingsOf(io, 'warn').config, { withoutSecrets: true });
  if (json === true) return line(io.out, JSON.stringify(connectors.map(described), null, 2));
  const rows = connectors.map(({ id, spec, streams }) => [
    id,
    spec.department.zh,
    `${spec.title.zh} ${spec.title.en}`,
    spec.reader.kind,
    spec.sharing.class,
    streams.map(({ name }) => name).join(', '),
    streams.map(({ recordType }) => recordType).join(', '),
  ]);
  const titles = [
    '连接器 connector',
    '部门',
    '目录 catalogue entry',
    'reader',
    '共享 sharing',
    '流 streams',
    '记录 records',
  ];
  for (const text of tableLines(
    titles.map((title) => ({ title })),
    rows,
  ))
    line(io.out, text);
}

/** Loading tells all faults at once; it throws them, and the command line shows them. */
function check(io: Io, { json }: Options): void {
  const { connectors } = catalogueOf(settingsOf(io, 'warn').config);
  const streams = connectors.reduce((sum, each) => sum + each.streams.length, 0);
  const all = connectors.reduce((sum, { spec }) => sum + Object.keys(spec.streams).length, 0);
  const drafts =
    all > streams ? ` (and ${plural(all - streams, 'draft')}, which nobody reads)` : '';
  if (json === true)
    return line(io.out, JSON.stringify({ ok: true, connectors: connectors.map(({ id }) => id) }));
  line(
    io.out,
    `${plural(connectors.length, 'connector')}, ${plural(streams, 'stream')}${drafts}: no fault.`,
  );
}

function schema(io: Io): void {
  const { checkout } = settingsOf(io, 'warn').config;
  io.out(readFileSync(path.join(checkout, 'schemas', 'connector.schema.json'), 'utf8'));
}

export const configure: CommandModule['configure'] = (command, tools) => {
  const { io, act } = tools;
  command.addHelpText(
    'after',
    examples(
      'wangshu connectors list',
      'wangshu connectors check',
      'wangshu connectors new police --kind sql --set client=pg --secret-env connection=POLICE_DB_URL',
      'wangshu connectors test hotline-12345',
      'wangshu connectors schema > connector.schema.json',
    ),
  );
  const add = (name: string, summary: string): typeof command =>
    command.command(name).description(summary).copyInheritedSettings(command);
  const json = '--json';
  add('list', 'the catalogue, a line a department system')
    .option(json, 'the same as JSON')
    .addHelpText('after', examples('wangshu connectors list --json'))
    .action(act((options: Options) => void list(io, options)));
  add('check', 'load every connector.yaml and tell all faults at once')
    .option(json, 'the same as JSON')
    .addHelpText('after', examples('CONNECTORS_DIR=./mine wangshu connectors check'))
    .action(act((options: Options) => void check(io, options)));
  add('schema', 'the JSON Schema of connector.yaml, for editors')
    .addHelpText('after', examples('wangshu connectors schema > connector.schema.json'))
    .action(act(() => void schema(io)));
  addNew(command, tools);
  addTest(command, tools);
};
