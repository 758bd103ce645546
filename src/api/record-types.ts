import type { Catalogue, Item, Stream } from '../connect/connector';

/**
 * Each stream of the catalogue becomes an object type that implements Record, with its items as fields: connectors are
 * data, and so is their part of the schema.
 */

/** Fields of the interface Record; items of the same name get a trailing underscore. */
const RECORD_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'department',
  'connector',
  'stream',
  'landedAt',
  'deletedAt',
]);

export interface RecordField {
  /** Name of the field in the schema. */
  readonly field: string;
  readonly item: Item;
}

const fieldsByStream = new WeakMap<Stream, readonly RecordField[]>();

/**
 * Fields of a stream's record type. A name that the interface has already gets underscores behind it until it is free;
 * a name that GraphQL reserves (two leading underscores) gets `item` before it.
 */
export function recordFields(stream: Stream): readonly RecordField[] {
  const known = fieldsByStream.get(stream);
  if (known !== undefined) return known;
  const taken = new Set([...RECORD_FIELDS, ...stream.items.keys()]);
  const fields = [...stream.items.values()].map((item) => {
    let field = item.name.startsWith('__') ? `item${item.name}` : item.name;
    if (field === item.name && !RECORD_FIELDS.has(field)) return { field, item };
    while (taken.has(field)) field += '_';
    taken.add(field);
    return { field, item };
  });
  fieldsByStream.set(stream, fields);
  return fields;
}

/** GraphQL reads the escapes of JSON strings. */
const quote = (text: string): string => JSON.stringify(text);

function describeItem({ field, item }: RecordField): string {
  const en = item.en ?? `Item ${item.name}`;
  const zh = item.zh ?? `数据项${item.name}`;
  const renamed = field === item.name ? '' : `; ${item.name} in the connector`;
  return `  ${quote(`${en}${renamed}. ${zh}。`)}\n  ${field}: String`;
}

const COMMON = `  "Id of the form Type:local, stable from night to night. 形如 类型:本地标识，夜间重跑不变。"
  id: ID!
  "Department that provides it. 提供部门。"
  department: Department!
  "Id of the connector that read it. 读取它的连接器。"
  connector: String!
  "Name of the stream it belongs to. 所属数据流。"
  stream: String!
  "When this version of it was received. 该版本的接收时间。"
  landedAt: DateTime!
  "When the department took it back; null while it stands. 部门撤回的时间；有效时为空。"
  deletedAt: DateTime`;

function recordType(catalogue: Catalogue, stream: Stream): string {
  const { department, title } = catalogue.connector(stream.connector).spec;
  const own = stream.spec.title ?? title;
  const description = quote(
    `${department.en}: ${own.en} (${stream.connector}, ${stream.name}). ${department.zh}：${own.zh}。`,
  );
  const items = recordFields(stream).map(describeItem);
  return `${description}\ntype ${stream.recordType} implements Record & Node {\n${[COMMON, ...items].join('\n')}\n}`;
}

/** SDL of all record types, in the catalogue's order. */
export function recordTypeDefs(catalogue: Catalogue): string {
  return [...catalogue.streams.values()]
    .map((stream) => recordType(catalogue, stream))
    .join('\n\n');
}
