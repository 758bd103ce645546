import { types } from 'pg';
import type { RawValue } from '../../reader';

/** Types of PostgreSQL whose JavaScript form would lose something: time stamps their wall clock, numbers their digits. */
const AS_TEXT = new Set([20, 700, 701, 1082, 1083, 1114, 1184, 1186, 1266, 1700, 114, 3802]);
/** Lists of these. */
const LISTS_OF_TEXT = new Set([
  1016, 1021, 1022, 1182, 1183, 1115, 1185, 1187, 1270, 1231, 199, 3807,
]);

/** How the driver of PostgreSQL reads values of a type: dates, times and long numbers as the source writes them. */
export function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  if (AS_TEXT.has(oid)) return (text: string) => text;
  if (LISTS_OF_TEXT.has(oid)) return (text: string) => listOfText(text);
  return types.getTypeParser(oid, format);
}

/** `text[]`: the driver takes lists of it apart and leaves their elements as they stand. */
const TEXT_LIST: number = 1009;

function listOfText(text: string): unknown {
  const parse = types.getTypeParser(TEXT_LIST, 'text') as (list: string) => unknown;
  return parse(text);
}

/** A driver's value as what JSON can carry. */
export function plainValue(value: unknown): RawValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (Array.isArray(value)) return value.map(plainValue);
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as RawValue);
}
