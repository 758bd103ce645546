import { types } from 'pg';
import type { RawValue } from '../reader';

/** Types of PostgreSQL whose JavaScript form would lose something: time stamps their wall clock, numbers their digits. */
const AS_TEXT = new Set([20, 700, 701, 1082, 1083, 1114, 1184, 1266, 1700, 114, 3802]);

/** A connection whose driver gives dates, times and long numbers as the source writes them. */
export function sourceTypes(client: string, connection: string): string | Record<string, unknown> {
  if (client === 'pg') {
    return {
      connectionString: connection,
      application_name: 'wangshu',
      connectionTimeoutMillis: 10_000,
      types: {
        getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown =>
          AS_TEXT.has(oid) ? (text: string) => text : types.getTypeParser(oid, format),
      },
    };
  }
  if (client === 'mysql2' || client === 'mysql') {
    return { uri: connection, dateStrings: true, supportBigNumbers: true, bigNumberStrings: true };
  }
  return connection;
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
  return JSON.parse(JSON.stringify(value)) as RawValue;
}
