import type { Stream } from '../connect/connector';
import type { RawValue, SourceRow, UnreadableRow } from '../connect/reader';
import { contentHash, keyedId, type Uuid } from '../domain/ids';
import type { RowFault } from './map/types';

/** A row ready to land: its key, its content and the hash by which a later night knows that nothing changed. */
export interface KeyedRow {
  readonly place: string;
  readonly key: Uuid;
  readonly hash: Uuid;
  /** Canonical JSON of the declared items, raw values by item name, in the YAML's order. */
  readonly payload: string;
  readonly raw: Readonly<Record<string, RawValue>>;
}

/** A row that does not get in: what is kept of it, and why. */
export interface BadRow {
  readonly place: string;
  readonly stage: 'READ' | 'KEY' | 'MAP';
  readonly key: Uuid | null;
  readonly hash: Uuid;
  readonly fault: RowFault;
  /** JSON text for the column raw: the items, or {base64} where text cannot hold it. */
  readonly raw: string;
}

/** PostgreSQL's jsonb holds neither NUL nor a lone surrogate; JSON.stringify shows both as escapes. */
const UNSTORABLE = /\\u0000|\\ud[89a-f][0-9a-f]{2}/;

function base64Json(text: string): string {
  return JSON.stringify({ base64: Buffer.from(text, 'utf8').toString('base64') });
}

/** Compiles the way from a source row to a keyed row; faults are a missing key and text that no database can hold. */
export function compileRow(stream: Stream, idKey: string): (row: SourceRow) => KeyedRow | BadRow {
  const items = [...stream.items.values()].map(({ name, from }) => ({ name, from }));
  const keyItems = stream.spec.key;
  const streamId = String(stream.id);
  return ({ place, values }) => {
    const raw: Record<string, RawValue> = {};
    for (const { name, from } of items) raw[name] = values[from] ?? null;
    const payload = JSON.stringify(raw);
    const hash = contentHash(payload);
    // Few texts hold any escape of this kind, and looking for two characters is quicker than the pattern.
    if (payload.includes('\\u') && UNSTORABLE.test(payload)) {
      const message =
        'text without NUL and without half characters is required, at least one field has them';
      return {
        place,
        stage: 'READ',
        key: null,
        hash,
        fault: { code: 'ENCODING_INVALID', item: null, message },
        raw: base64Json(payload),
      };
    }
    const keyTexts = keyItems.map((item) => {
      const value = raw[item];
      return value === null || value === undefined
        ? ''
        : (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim();
    });
    const missing = keyTexts.indexOf('');
    if (missing >= 0) {
      const item = keyItems[missing] ?? null;
      const message = `a value in every key item is required, ${item} is empty`;
      return {
        place,
        stage: 'KEY',
        key: null,
        hash,
        fault: { code: 'KEY_MISSING', item, message },
        raw: payload,
      };
    }
    return { place, key: keyedId(idKey, 'record', streamId, ...keyTexts), hash, payload, raw };
  };
}

export function isBad(row: KeyedRow | BadRow): row is BadRow {
  return 'fault' in row;
}

/** A row the reader could not even take apart. */
export function unreadable(row: UnreadableRow): BadRow {
  return {
    place: row.place,
    stage: 'READ',
    key: null,
    hash: contentHash(`${row.code}\0${row.raw}`),
    fault: { code: row.code, item: null, message: row.message },
    raw: JSON.stringify({ base64: row.raw }),
  };
}
