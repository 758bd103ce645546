/**
 * Columns a text takes in a terminal: 2 for wide and full-width characters (Unicode Standard Annex #11, classes W and F), 0
 * for combining marks and joiners, 1 for the rest.
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NOTHING = /\p{Mn}|\p{Me}|\p{Cf}/u;

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (NOTHING.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** The text with blanks up to `width` columns; longer text is left as it is. */
export function padDisplay(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + blanks : blanks + text;
}
