import type { DiscoveredField, DiscoveredStream } from '../../reader';
import { guessCursor } from '../guess-cursor';
import { idOf, metadataOf, type Catalog, type Entry } from './catalog';
import { fieldTypeOf, isNullable, typeText } from './field-type';

const isText = (value: unknown): value is string => typeof value === 'string';
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText) : []);

/** The streams of a tap's catalogue, by name. */
export function discovered({ streams }: Catalog): DiscoveredStream[] {
  return streams.map(streamOf).sort((a, b) => Number(a.from > b.from) - Number(a.from < b.from));
}

function streamOf(entry: Entry): DiscoveredStream {
  const root = metadataOf(entry);
  const fields = fieldsOf(entry);
  const named = [
    textsOf(entry.key_properties),
    textsOf(root['table-key-properties']),
    textsOf(root['view-key-properties']),
  ].find((key) => key.length > 0);
  const declared = [
    entry.replication_key,
    root['replication-key'],
    textsOf(root['valid-replication-keys']).length === 1
      ? textsOf(root['valid-replication-keys'])[0]
      : undefined,
  ].find((name): name is string => fields.some((field) => field.name === name));
  return {
    from: idOf(entry),
    fields,
    key: named ?? [],
    cursor: declared ?? guessCursor(fields),
    rows: rowsOf(entry),
  };
}

/** Rows as databases' taps tell them in the catalogue; an estimate. */
export function rowsOf(entry: Entry): number | null {
  const rows = metadataOf(entry)['row-count'];
  return typeof rows === 'number' && Number.isInteger(rows) && rows >= 0 ? rows : null;
}

function fieldsOf(entry: Entry): DiscoveredField[] {
  return Object.entries(entry.schema.properties).flatMap(([name, schema]) => {
    const said = metadataOf(entry, 'properties', name);
    if (said['inclusion'] === 'unsupported') return [];
    const native = said['sql-datatype'];
    return [
      {
        name,
        type: fieldTypeOf(schema),
        nativeType: isText(native) && native !== '' ? native : typeText(schema),
        nullable: isNullable(schema),
        comment:
          isText(schema.description) && schema.description !== '' ? schema.description : null,
      },
    ];
  });
}
