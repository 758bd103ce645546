import type { Label } from '../nouns';

/** One line of a code table. */
export interface CodeEntry extends Label {
  readonly code: string;
}

export interface CodeTable {
  /** Standard and year the table is from. */
  readonly standard: string;
  readonly entries: readonly CodeEntry[];
  /** The entry of a code, written exactly as in the standard. */
  byCode(code: string): CodeEntry | undefined;
  /** The entry of a Chinese label or one of its usual other names; nothing is guessed. */
  byText(text: string): CodeEntry | undefined;
}

type Row = readonly [code: string, zh: string, en: string, ...otherNames: string[]];

/** Makes a table of rows `[code, Chinese, English, …other Chinese names]`. A name that stands for two codes is a fault. */
export function codeTable(standard: string, rows: readonly Row[]): CodeTable {
  const entries = rows.map(([code, zh, en]): CodeEntry => ({ code, zh, en }));
  const codes = new Map(entries.map((entry) => [entry.code, entry]));
  const texts = new Map<string, CodeEntry>();
  rows.forEach(([, zh, , ...otherNames], index) => {
    const entry = entries[index];
    for (const name of [zh, ...otherNames]) {
      if (entry === undefined || texts.has(name)) {
        throw new Error(`${standard}: each name stands for one code, "${name}" is there twice`);
      }
      texts.set(name, entry);
    }
  });
  return {
    standard,
    entries,
    byCode: (code) => codes.get(code),
    byText: (text) => texts.get(text),
  };
}
