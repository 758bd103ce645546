import { isWangshuError } from '../../../domain/errors';
import type { RawValue } from '../../reader';
import type { ClientAnswer } from './client';
import { decodeText, mediaType } from './decode-text';
import { protocol } from './failure';
import { parseJson } from '../../../domain/json';
import { parseXml } from './xml';

/** Deeper than any row is; what is deeper overflows the stack of whoever writes it down again. */
const DEEPEST = 100;

/** What an answer says. Throws SOURCE_PROTOCOL, without a word of it, where it is not in the format. */
export function bodyOf(answer: ClientAnswer, format: 'json' | 'xml', name: string): RawValue {
  const text = decodeText(answer.bytes, answer.headers, name);
  const body = format === 'xml' ? xmlOf(text, answer, name) : jsonOf(text, answer, name);
  if (isDeeper(body, DEEPEST))
    throw protocol(
      `an answer of at most ${String(DEEPEST)} levels is required from ${name}, a deeper one is given`,
    );
  return body;
}

function jsonOf(text: string, answer: ClientAnswer, name: string): RawValue {
  try {
    return parseJson(text);
  } catch {
    // The parser's own error quotes the answer, which speaks of residents: it is not passed on as a cause.
    throw protocol(`JSON is required from ${name}, ${given(text, answer)}`);
  }
}

function xmlOf(text: string, answer: ClientAnswer, name: string): RawValue {
  const page = `XML is required from ${name}, ${given(text, answer)}`;
  if (isHtml(text)) throw protocol(page);
  try {
    return parseXml(text, name);
  } catch (error) {
    if (mediaType(answer.headers) === 'text/html' || !isWangshuError(error)) throw protocol(page);
    throw error;
  }
}

/** By what it says and not by its Content-Type alone: gateways send JSON as text/html. */
const isHtml = (text: string): boolean => /^\s*<(!doctype\s+html|html)[\s>]/i.test(text);

function given(text: string, { headers, bytes }: ClientAnswer): string {
  if (isHtml(text) || (mediaType(headers) === 'text/html' && /^\s*</.test(text)))
    return 'an HTML page is given, perhaps a login or an error page; check auth and baseUrl';
  const type = mediaType(headers);
  return `${String(bytes.length)} bytes that are none are given (Content-Type: ${type ?? 'none'})`;
}

function isDeeper(value: RawValue, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (levels === 0) return true;
  const parts = Array.isArray(value) ? value : Object.values(value);
  return parts.some((part) => isDeeper(part, levels - 1));
}
