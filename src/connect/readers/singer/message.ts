import { isUtf8 } from 'node:buffer';
import type { RawValue, UnreadableRow } from '../../reader';
import { parseJson } from '../../../domain/json';
import { parseExact, stringifyExact } from './exact-json';
import { protocol } from './failure';
import type { Line } from './lines';

type Row = Record<string, RawValue>;

/** What a line of a tap says (Singer specification 0.3.0). `fault`: it says nothing that can be read. */
export type Message =
  | { readonly type: 'SCHEMA'; readonly stream: string; readonly schema: Row }
  | { readonly type: 'RECORD'; readonly stream: string; readonly record: Row }
  /** `state`: JSON text, digit for digit. */
  | { readonly type: 'STATE'; readonly state: string }
  | { readonly type: 'ACTIVATE_VERSION' }
  | ({ readonly type: 'fault' } & Pick<UnreadableRow, 'code' | 'message'>);

const fault = (code: UnreadableRow['code'], message: string): Message => ({
  type: 'fault',
  code,
  message,
});
const isRow = (value: RawValue | undefined): value is Row =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * Reads one line; null for a blank one. Numbers of records that a double cannot hold become text. What is no message comes back as a
 * fault, for it may have been a row. Throws SOURCE_PROTOCOL for messages that hold rows this reader would pass over (BATCH), and
 * for a message that is cut: the tap wrote no more.
 */
export function messageOf({ bytes, long, cut }: Line, longest: number): Message | null {
  if (long)
    return fault(
      'VALUE_TOO_LONG',
      `a message of at most ${String(longest)} bytes is required, a longer one is given`,
    );
  if (!isUtf8(bytes))
    return fault(
      'ENCODING_INVALID',
      'a message in UTF-8 is required, bytes that are none are given',
    );
  const text = bytes.toString('utf8');
  if (text.trim() === '') return null;
  let value: RawValue;
  try {
    value = parseJson(text);
  } catch {
    // The message of JSON.parse quotes what it read.
    if (cut)
      throw protocol(
        'a last message that is whole is required, the tap ended within one and reported no error; run it by hand to see why',
      );
    return fault(
      'ROW_MALFORMED',
      'a Singer message (JSON) on every line is required, text that is no JSON is given; taps may write to standard error what is no message',
    );
  }
  return isRow(value) ? typed(value, text) : malformed('an object', value);
}

function typed(value: Row, text: string): Message {
  const { type, stream } = value;
  switch (type) {
    case 'RECORD':
      if (typeof stream !== 'string') return malformed('the name of a stream', stream);
      return isRow(value['record'])
        ? { type, stream, record: value['record'] }
        : malformed('a record that is an object', value['record']);
    case 'SCHEMA':
      if (typeof stream !== 'string') return malformed('the name of a stream', stream);
      return isRow(value['schema'])
        ? { type, stream, schema: value['schema'] }
        : malformed('a schema that is an object', value['schema']);
    case 'STATE': {
      const exact = (parseExact(text) as Row)['value'];
      return exact === undefined
        ? malformed('a state with a value', exact)
        : { type, state: stringifyExact(exact) };
    }
    case 'ACTIVATE_VERSION':
      return { type };
    case 'BATCH':
      throw protocol(
        'records one by one are required, the tap sends files of records (BATCH); turn batches off in its configuration (remove batch_config)',
      );
    default:
      return malformed('SCHEMA, RECORD, STATE or ACTIVATE_VERSION', type);
  }
}

function malformed(required: string, given: RawValue | undefined): Message {
  const kind =
    given === undefined || given === null
      ? 'nothing'
      : Array.isArray(given)
        ? 'a list'
        : `another ${typeof given}`;
  return fault('ROW_MALFORMED', `a Singer message with ${required} is required, ${kind} is given`);
}
