/** Slips of writing that any field may have. */
import { DIRT } from '../dirt';
import type { Random } from '../random';

/** 0-9 and Latin letters in their full-width forms. */
export function toFullWidth(text: string): string {
  return text.replace(/[0-9A-Za-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
}

const CHINESE_DIGITS = '零一二三四五六七八九';

/** 1 to 99 as Chinese numerals: 3 → 三, 12 → 十二, 25 → 二十五. */
export function toChineseNumeral(n: number): string {
  const tens = Math.floor(n / 10);
  const ones = n % 10;
  const head = tens === 0 ? '' : tens === 1 ? '十' : `${CHINESE_DIGITS.charAt(tens)}十`;
  return head + (ones === 0 && tens > 0 ? '' : CHINESE_DIGITS.charAt(ones));
}

/** A phone as clerks type it: mostly plain, else with blanks, dashes, +86 or full-width digits. */
export function writePhone(random: Random, phone: string): string {
  if (!random.chance(DIRT.untidyPhone)) return phone;
  const groups = [phone.slice(0, 3), phone.slice(3, 7), phone.slice(7)];
  return random.pick([groups.join(' '), groups.join('-'), `+86${phone}`, toFullWidth(phone)]);
}

/** A credit code as clerks type it: mostly plain, else lower case, or with a blank inside or behind. */
export function writeCreditCode(random: Random, code: string): string {
  if (!random.chance(DIRT.untidyCreditCode)) return code;
  return random.pick([code.toLowerCase(), `${code} `, `${code.slice(0, 8)} ${code.slice(8)}`]);
}

/** What people call an organisation: its registered name without the place before and the legal form behind. */
export function shortName(name: string): string {
  return name.replace(/^(澄江市|澄湖区)/u, '').replace(/(有限(责任)?|股份有限)公司$/u, '');
}
