import type { DraftStream } from './draft-stream';
import type { GuessedItem } from './guess-item';
import { comment, flow, scalar, type Scalar } from './write-yaml';

/** A stream of connector.yaml, as lines. Every item is NOT_SHARED: nothing of it can be read before a person says otherwise. */
export function renderStream(stream: DraftStream): string[] {
  const { key, cursor, keyDeclared } = stream;
  const name = (text: string): string => scalar(text);
  return [
    `  ${stream.name}:`,
    '    draft: true',
    ...(stream.rows === null ? [] : [comment(`行数约 rows, about: ${String(stream.rows)}`, 4)]),
    `    from: ${name(stream.from)}`,
    ...(/\d{6,8}[^/]*\.[a-z]+$/i.test(stream.from)
      ? [
          comment(
            '名称里有日期:若部门每天放一个文件,把日期写作 {date},并在 reader 中写 drops: daily。',
            4,
          ),
          comment(
            'The name holds a date: where a file comes every day, write {date} for it, and drops: daily in reader.',
            4,
          ),
        ]
      : []),
    ...(keyDeclared
      ? []
      : [
          comment(
            '来源没有声明主键,以下只是按名称的猜测。请向部门核实:哪些字段永远唯一地指明一行?',
            4,
          ),
          comment(
            'The source declares no key; this is a guess by name. Ask: which fields name a row for ever?',
            4,
          ),
        ]),
    `    key: [${key.map(name).join(', ')}]`,
    ...cursorLines(cursor),
    comment(
      '删除:none 不删除;或 { tombstone: { 字段: 值 } };没有 cursor 时可写 snapshot。How rows go: none, a tombstone, or snapshot.',
      4,
    ),
    '    deletes: none',
    comment(
      '可信程度:AUTHORITY 法定登记,USUAL 一般业务,HEARSAY 转述。Who is believed when departments disagree.',
      4,
    ),
    '    trust: USUAL',
    `    record: ${stream.record}`,
    '    items:',
    ...stream.items.flatMap((item) => itemLines(item, stream)),
    ...mentionLines(stream.items),
  ];
}

function cursorLines(cursor: string | null): string[] {
  if (cursor === null)
    return [
      comment(
        '没有看出随每次修改而增长的字段:每次全量读取。有的话写 cursor: 字段名。No field looks as if it grew with every change: read whole each time.',
        4,
      ),
    ];
  return [
    comment(
      '请向部门核实:每次修改(含补录、批量更新)都会更新这个字段,且最长的事务不超过 overlap。',
      4,
    ),
    comment(
      'Ask: does every change, bulk updates too, move this field? Is overlap as long as their longest transaction?',
      4,
    ),
    `    cursor: ${scalar(cursor)}`,
    '    overlap: PT10M',
  ];
}

function itemLines(item: GuessedItem, stream: DraftStream): string[] {
  const roles = [
    ...(stream.key.includes(item.name) ? ['主键 key'] : []),
    ...(stream.cursor === item.name ? ['游标 cursor'] : []),
  ];
  const notes = [
    ...(item.native === null ? [] : [item.native]),
    ...roles,
    ...(item.kind === null
      ? [
          '对个人的评级:系统拒绝,请保持 NOT_SHARED。A rating of a person is refused: leave it NOT_SHARED',
        ]
      : []),
    ...item.asks,
  ];
  const entries: (readonly [string, Scalar])[] = [
    ['share', 'NOT_SHARED'],
    ...(item.field === item.name ? [] : [['from', item.field] as const]),
    ...(item.type === 'string' || item.kind === null ? [] : [['type', item.type] as const]),
    ...(item.kind === null ? [] : [['kind', item.kind] as const]),
    ...(item.mask === null ? [] : [['mask', item.mask] as const]),
    ...(item.keep ? [['whenInvalid', 'keep'] as const] : []),
    ['zh', item.zh],
    ['en', item.en],
  ];
  return [
    ...(notes.length === 0 ? [] : [comment(notes.join(' · '), 6)]),
    ...flow(item.name, entries, 6),
  ];
}

/** Whom or what a row may speak of, as far as the items show it; comments, for every item named has to be shared first. */
function mentionLines(items: readonly GuessedItem[]): string[] {
  const of = (type: string): string | undefined => items.find((item) => item.type === type)?.name;
  const person = [
    ['identityNumber', of('identityNumber')],
    ['name', of('personName')],
    ['sex', of('sex')],
    ['phone', of('phone')],
  ];
  const organization = [
    ['creditCode', of('socialCreditCode')],
    ['name', of('organizationName')],
  ];
  const place = [
    ['address', of('address')],
    ['doorplate', of('doorplate')],
    ['longitude', of('longitude')],
    ['latitude', of('latitude')],
  ];
  const mention = (name: string, noun: string, parts: (string | undefined)[][]): string[] => {
    const said = parts.flatMap(([attribute, item]) =>
      item === undefined ? [] : [`${attribute ?? ''}: ${item}`],
    );
    return said.length === 0 ? [] : [`      ${name}: { as: ${noun}, ${said.join(', ')} }`];
  };
  const lines = [
    ...(of('identityNumber') === undefined && of('personName') === undefined
      ? []
      : mention('person', 'Resident', person)),
    ...mention('organization', 'Organization', organization),
    ...mention('place', 'Place', place),
  ];
  if (lines.length === 0) return [];
  return [
    comment(
      '下面是这些数据项可能说到的人、地、组织。数据项共享之后再启用。What these items may speak of; to be opened once they are shared:',
      4,
    ),
    ...['    mentions:', ...lines].map((line) => `    # ${line.slice(4)}`),
  ];
}
