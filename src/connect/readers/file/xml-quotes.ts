const CLOSES: Readonly<Record<string, string>> = { '<![CDATA[': ']]>', '<!--': '-->' };
const OPENS = /<!\[CDATA\[|<!--/g;

/**
 * Follows a text that comes in parts, and says whether it stands in the middle of CDATA or of a comment, in which what looks like an
 * end tag is none. Every character is looked at once, however many such tags there are.
 */
export class XmlQuotes {
  /** What ends the CDATA or the comment; null: there is none. */
  #until: string | null = null;
  /** The last characters of the parts so far, which may be the beginning of a mark. */
  #held = '';

  get open(): boolean {
    return this.#until !== null;
  }

  take(part: string): void {
    const text = this.#held + part;
    let at = 0;
    for (;;) {
      if (this.#until === null) {
        OPENS.lastIndex = at;
        const mark = OPENS.exec(text)?.[0];
        if (mark === undefined) break;
        at = OPENS.lastIndex;
        this.#until = CLOSES[mark] ?? null;
      } else {
        const end = text.indexOf(this.#until, at);
        if (end < 0) break;
        at = end + this.#until.length;
        this.#until = null;
      }
    }
    // One character less than the longest mark that may begin here: nothing is seen twice.
    this.#held = text.slice(Math.max(at, text.length - (this.#until === null ? 8 : 2)));
  }
}
