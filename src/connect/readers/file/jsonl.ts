import type { RawValue, SourceRow, UnreadableRow } from '../../reader';
import { parseJson } from '../../../domain/json';
import { valueAt } from '../http/value-at';
import { KEPT, type Batch, type BatchRequest, type Spot } from './batch';
import { codecOf, encodingOf, type Codec } from './encoding';
import { flatten } from './flatten';
import { RecordSource } from './record-source';
import { LONGEST, type ScannedRecord } from './records';
import { checkStill, checkWhole } from './still';

type Values = SourceRow['values'];
/** Objects and lists within each other. */
const DEEPEST = 100;

type Fault = Pick<UnreadableRow, 'code' | 'message'>;

/** JSON lines (ndjson): one object a line, batch by batch. Numbers that a double cannot hold become text. */
export async function* jsonlBatches(request: BatchRequest): AsyncGenerator<Batch> {
  const { file, handle, settings, signal } = request;
  const { encoding, mark } = encodingOf(await handle.read(0, 4), settings.encoding, file.label);
  const codec = codecOf(encoding);
  let from: Spot | null = request.from ?? { at: mark, line: 1 };
  const source = new RecordSource(handle, codec, from, null);
  while (from !== null) {
    signal.throwIfAborted();
    const { records, next, bytes } = await source.take(request.room());
    await (next === null ? checkWhole(request, codec) : checkStill(request));
    yield { ...rowsOf(records, codec, request), weight: bytes, next };
    from = next;
  }
}

function rowsOf(
  records: readonly ScannedRecord[],
  codec: Codec,
  { file, fields }: BatchRequest,
): Omit<Batch, 'next' | 'weight'> {
  const rows: SourceRow[] = [];
  const unreadable: UnreadableRow[] = [];
  const columns = new Set<string>();
  const dotted = (fields ?? []).filter((field) => field.includes('.'));
  const heads = new Set(dotted.map((field) => field.split('.')[0]));
  for (const record of records) {
    if (record.blank) continue;
    const place = `${file.label} line ${String(record.line)}`;
    const found = objectOf(record, codec);
    if ('fault' in found) {
      const raw = codec.raw(record.bytes).subarray(0, KEPT).toString('base64');
      unreadable.push({ place, ...found.fault, raw });
      continue;
    }
    const values = fields === null ? flatten(found.object) : pick(found.object, fields);
    rows.push({ place, values });
    for (const name of Object.keys(fields === null ? values : found.object))
      if (!heads.has(name)) columns.add(name);
    for (const field of dotted) if (valueAt(found.object, field) !== null) columns.add(field);
  }
  return { rows, unreadable, columns: [...columns] };
}

const pick = (object: Values, fields: readonly string[]): Values =>
  Object.fromEntries(fields.map((field) => [field, valueAt(object, field)]));

/** What is nested deeper than a program can follow it would end the run where it is written down. */
function isDeeper(value: RawValue, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

function objectOf(
  { bytes, broken }: ScannedRecord,
  codec: Codec,
): { object: Values } | { fault: Fault } {
  const fault = (code: Fault['code'], message: string) => ({ fault: { code, message } });
  if (broken !== null)
    return fault(
      'VALUE_TOO_LONG',
      `a line of at most ${String(LONGEST)} bytes is required, a longer one is given`,
    );
  const text = codec.decode(bytes);
  if (text === null)
    return fault(
      'ENCODING_INVALID',
      `text in ${codec.encoding} is required, bytes that are none are given`,
    );
  try {
    const value = parseJson(text);
    if (isDeeper(value, DEEPEST))
      return fault(
        'ROW_MALFORMED',
        `an object with at most ${String(DEEPEST)} levels is required, one with more is given`,
      );
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return { object: value };
    const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
    return fault('ROW_MALFORMED', `a JSON object on every line is required, ${kind} is given`);
  } catch {
    // The message of JSON.parse quotes what it read: the row is told of in our own words.
    return fault(
      'ROW_MALFORMED',
      'a JSON object on every line is required, text that is no JSON is given',
    );
  }
}
