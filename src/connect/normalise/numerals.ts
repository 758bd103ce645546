/** Chinese numerals as digits. 二十三 → 23, 三〇一 → 301, 十 → 10, 一百零五 → 105. */
const DIGIT: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** A row of numerals, each of 零〇一二两三四五六七八九十百, as digits. */
export function arabic(numerals: string): string {
  if (!/[十百]/.test(numerals))
    return [...numerals].map((each) => String(DIGIT[each] ?? '')).join('');
  let sum = 0;
  let digit = 0;
  for (const each of numerals) {
    if (each === '百' || each === '十') {
      sum += (digit === 0 ? 1 : digit) * (each === '百' ? 100 : 10);
      digit = 0;
    } else digit = DIGIT[each] ?? 0;
  }
  return String(sum + digit);
}

/** 二〇二六年三月十五日 → 2026年3月15日. */
export function arabicDate(text: string): string {
  return text.replace(/[零〇一二两三四五六七八九十百]+/g, arabic);
}
