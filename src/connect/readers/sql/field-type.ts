import type { FieldType } from '../../reader';

const TYPES: readonly (readonly [RegExp, FieldType])[] = [
  [/\[\]$/, 'other'],
  [/^(bool|boolean)\b/, 'boolean'],
  [
    /^(tinyint|smallint|mediumint|int|integer|bigint|serial|bigserial|decimal|dec|numeric|number|float\d*|double|real|year)\b/,
    'number',
  ],
  [/^date$/, 'date'],
  [/^(timestamp|datetime|smalldatetime)/, 'dateTime'],
  [
    /^(character|char|bpchar|varchar|varchar2|nchar|nvarchar|nvarchar2|tinytext|text|ntext|mediumtext|longtext|clob|nclob|citext|name|uuid|uniqueidentifier|enum|set|inet\d?|time)\b/,
    'string',
  ],
];

/** The hub's word for a type by its name in SQL, whatever the database; what is known nowhere is `other`. */
export function fieldTypeOf(native: string): FieldType {
  const name = native.toLowerCase();
  return TYPES.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}
