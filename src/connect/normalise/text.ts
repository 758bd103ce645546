import type { RawValue } from '../reader';

/** Text of any raw value; lists and objects as JSON. Null stays null. */
export function textOf(raw: RawValue): string | null {
  if (raw === null) return null;
  return typeof raw === 'object' ? JSON.stringify(raw) : String(raw);
}

/**
 * Text as codes and numbers are compared: compatibility forms folded (Unicode NFKC: full-width digits become digits), no
 * invisible characters, no blanks around. Null where nothing is left.
 */
export function folded(raw: RawValue): string | null {
  const text = textOf(raw);
  if (text === null) return null;
  const plain = PLAIN.test(text) ? text : text.normalize('NFKC').replace(INVISIBLE, '');
  const trimmed = plain.trim();
  return trimmed === '' ? null : trimmed;
}

const PLAIN = /^[\x20-\x7e]*$/;
/** Control and format characters: tabs from spreadsheets, zero-width blanks, byte order marks. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;

/** What clerks and systems write where nothing is known. */
const PLACEHOLDERS = new Set(
  (
    '- -- --- / // \\ . * ? 0 无 没有 暂无 空 未知 不详 不明 未填 未填写 未提供 未登记 未采集 缺 缺失 待补 待核实 ' +
    'null NULL Null none None NONE nil undefined N/A n/a NA #N/A NaN'
  ).split(' '),
);

/** The text, or null where it only says that nothing is known. */
export function stated(text: string | null): string | null {
  return text === null || PLACEHOLDERS.has(text) ? null : text;
}

/** The shape of a text, for people who look for the fault; never what it says. */
export function shapeOf(text: string): string {
  const kinds = [
    /\d/.test(text) ? 'digits' : '',
    /[A-Za-z]/.test(text) ? 'letters' : '',
    /\p{Script=Han}/u.test(text) ? 'Chinese characters' : '',
    /[^\dA-Za-z\p{Script=Han}]/u.test(text) ? 'other characters' : '',
  ].filter((kind) => kind !== '');
  return `${[...text].length} characters (${kinds.join(', ')})`;
}
