import { SaxesParser } from 'saxes';
import { WangshuError } from '../../../domain/errors';
import type { UnreadableRow } from '../../reader';
import { KEPT } from './batch';
import type { Codec } from './encoding';
import { LONGEST } from './records';
import { localName, type XmlBuilder, type XmlFault } from './xml-builder';
import type { Piece } from './xml-pieces';
import { XmlQuotes } from './xml-quotes';
import { rawBetween, type Held } from './xml-raw';

/** Elements within elements: more are no table that anyone would send. */
const DEEPEST = 100;
/** Markup outside rows (a comment, text, a DOCTYPE) that does not end within so many characters. */
const LONGEST_BETWEEN = 4 * LONGEST;

export type XmlRow<B extends XmlBuilder> = {
  readonly number: number;
  /** Characters of its text. */
  readonly size: number;
} & ({ readonly place: string; readonly built: B } | { readonly unreadable: UnreadableRow });

export const TOO_LONG: XmlFault = {
  code: 'VALUE_TOO_LONG',
  message: `a row of at most ${String(LONGEST)} characters is required, a longer one is given`,
};
const MALFORMED: XmlFault = {
  code: 'ROW_MALFORMED',
  message: 'an element that is well-formed XML is required, one that is not is given',
};
const ENTITY: XmlFault = {
  code: 'ROW_MALFORMED',
  message: 'characters and the five entities of XML are required, another entity is given',
};

export interface XmlRowsOptions<B extends XmlBuilder> {
  /** Local name of the element that is a row. */
  readonly row: string;
  readonly label: string;
  readonly codec: Codec;
  build(): B;
  /** What people call the place of a row, by what is known of it so far, its number in the text and its line. */
  placeOf(built: B, number: number, line: number): string;
  /** Rows with a smaller number were read before and are passed over. */
  readonly from: number;
}

/** What is known of the row that is open. */
interface Open<B> {
  readonly number: number;
  readonly line: number;
  /** Where its tag begins, in characters of the whole text. */
  readonly start: number;
  readonly built: B;
  /** Its text as far as it goes over the parts that it stands in. */
  readonly quotes: XmlQuotes;
  fault: XmlFault | null;
}

/**
 * Rows of an XML text that comes in pieces. What is wrong within a row costs that row: the parser is given up, and a new one
 * goes on behind the row's end tag, below the same elements. What is wrong outside of rows ends the file. Entities beyond the five
 * of XML are never expanded, nothing is fetched, and memory holds a row and two pieces.
 */
export class XmlRows<B extends XmlBuilder> {
  readonly rows: XmlRow<B>[] = [];
  /** Why the text cannot be read on; rows before it count. */
  broken: WangshuError | null = null;
  /** Rows so far. */
  number = 0;
  readonly #endTag: RegExp;
  readonly #above: string[] = [];
  #parser: SaxesParser;
  /** Characters of the whole text before the parser's own; below 0 for what it was given to begin with. */
  #base = 0;
  #lines = 0;
  #at = 0;
  #quiet = 0;
  #open: Open<B> | null = null;
  /** The open row is beyond reading: its end tag is waited for. */
  #skipping = false;
  /** An end tag of that name was understood in the part that was written last. */
  #closed = false;
  #pieces: Held[] = [];

  constructor(private readonly options: XmlRowsOptions<B>) {
    const name = options.row.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    this.#endTag = new RegExp(`</(?:[^\\s<>/:]+:)?${name}\\s*>`, 'g');
    this.#parser = this.#start();
  }

  push(piece: Piece): void {
    const from = this.#open?.start ?? this.#at;
    this.#pieces = this.#pieces.filter(({ at, text }) => at + text.length > from);
    this.#forget();
    this.#pieces.push({ ...piece, at: this.#at, found: { char: -1, byte: -1 } });
    let at = 0;
    for (const { 0: tag, index } of piece.text.matchAll(this.#endTag)) {
      this.#part(piece.text.slice(at, index + tag.length), true);
      at = index + tag.length;
    }
    if (at < piece.text.length) this.#part(piece.text.slice(at), false);
  }

  /** Of a row without end the beginning is kept, and what is under way. */
  #forget(): void {
    const pieces = this.#pieces;
    const ends = pieces.map(({ at, text }) => at + text.length - (pieces[0]?.at ?? 0));
    if ((ends.at(-1) ?? 0) <= 2 * LONGEST) return;
    const head = ends.findIndex((end) => end > 4 * KEPT) + 1;
    pieces.splice(head);
  }

  /** The text ends here. */
  end(): void {
    if (this.broken !== null) return;
    if (this.#open !== null || this.#above.length > 0)
      this.#fail('ends before its last element does');
    else this.#parser.close();
  }

  /** Part of a piece; `ends`: the last characters are the end tag of a row, unless they stand in a comment or CDATA. */
  #part(text: string, ends: boolean): void {
    if (this.broken !== null) return;
    this.#closed = false;
    if (this.#skipping) this.#lines += text.split('\n').length - 1;
    else this.#parser.write(text);
    const before = this.#at;
    this.#at += text.length;
    const open = this.#open;
    if (open === null) {
      if (this.#at - this.#quiet > LONGEST_BETWEEN) this.#fail('has markup without an end');
      return;
    }
    if (!this.#skipping) open.quotes.take(text.slice(Math.max(0, open.start - before)));
    if (ends && !this.#closed && !this.#skipping && !open.quotes.open) this.#problem(MALFORMED);
    if (this.#at - open.start > LONGEST) open.fault ??= TOO_LONG;
    if (open.fault === null || open.fault === ENTITY) return;
    if (ends) this.#giveUp(open);
    else this.#skip();
  }

  #skip(): void {
    if (this.#skipping) return;
    this.#skipping = true;
    this.#lines += this.#parser.line - 1;
  }

  /** The open row ends here, unread. A new parser goes on behind it, told of the elements around it. */
  #giveUp(row: Open<B>): void {
    this.#skip();
    this.#finish(row, this.#at);
    this.#skipping = false;
    this.#parser = this.#start();
    const name = `${this.options.row}_`;
    const open = this.#above
      .splice(0)
      .map((above) => `<${above}>`)
      .join('');
    // A row that was the whole document leaves nothing open behind it, and must have been an element.
    const head = open === '' ? `<${name}></${name}>` : open;
    this.#base = this.#at - head.length;
    this.#parser.write(head);
  }

  #start(): SaxesParser {
    const parser = new SaxesParser();
    parser.on('doctype', (doctype) => {
      if (/<!ENTITY/i.test(doctype))
        this.#fail('declares entities of its own, which are never expanded');
    });
    parser.on('opentagstart', ({ name }) => {
      this.#opens(name);
    });
    parser.on('opentag', ({ name, attributes }) => {
      this.#quiet = this.#base + parser.position;
      this.#open?.built.open(name, attributes);
      if ((this.#open?.built.depth ?? 0) > DEEPEST) this.#problem(MALFORMED);
    });
    parser.on('text', (text) => this.#open?.built.text(text));
    parser.on('cdata', (text) => this.#open?.built.text(text));
    parser.on('closetag', ({ name }) => {
      this.#closes(name);
    });
    parser.on('error', ({ message }) => {
      // A control character or "]]>" in a text is passed on as it stands: the text can be told.
      if (/disallowed character\.$|is disallowed in char data/.test(message)) return;
      this.#problem(/undefined entity|character entity/.test(message) ? ENTITY : MALFORMED);
    });
    return parser;
  }

  #opens(name: string): void {
    if (this.#open !== null) return;
    if (localName(name) !== this.options.row) {
      this.#above.push(name);
      if (this.#above.length > DEEPEST)
        this.#fail('has more elements within elements than a table');
      return;
    }
    const here = this.#base + this.#parser.position;
    const piece = this.#pieces.at(-1);
    const tag = piece?.text.lastIndexOf('<', here - piece.at - 1) ?? -1;
    this.#open = {
      number: (this.number += 1),
      line: this.#lines + this.#parser.line,
      start: piece === undefined ? here : piece.at + Math.max(0, tag),
      built: this.options.build(),
      quotes: new XmlQuotes(),
      fault: null,
    };
  }

  #closes(name: string): void {
    this.#closed ||= localName(name) === this.options.row;
    this.#quiet = this.#base + this.#parser.position;
    const open = this.#open;
    if (open === null) this.#above.pop();
    else if (open.built.close()) {
      // The parser tells of a closing tag that does not fit behind this event, which is too late for the row.
      if (!this.#fits(name)) this.#problem(MALFORMED);
      if (open.fault !== null && open.fault !== ENTITY) return;
      this.#finish(open, this.#base + this.#parser.position);
    }
  }

  /** Whether the tag that ends here is one that closes `name`: its own end tag, or an empty element's. */
  #fits(name: string): boolean {
    const here = this.#base + this.#parser.position;
    let tag = '';
    for (const { at, text } of this.#pieces.toReversed()) {
      const own = text.slice(0, Math.max(0, here - at));
      const from = own.lastIndexOf('<');
      tag = own.slice(Math.max(0, from)) + tag;
      if (from >= 0) break;
    }
    return !tag.startsWith('</') || tag.slice(2, -1).trim() === name;
  }

  #problem(fault: XmlFault): void {
    if (this.#open !== null) {
      if (this.#open.fault === null || this.#open.fault === ENTITY) this.#open.fault = fault;
    } else this.#fail('is no well-formed XML');
  }

  #fail(what: string): void {
    const line = this.#lines + (this.#skipping ? 1 : this.#parser.line);
    this.broken ??= new WangshuError(
      'SOURCE_PROTOCOL',
      `a well-formed XML document that is there to its end is required, ${this.options.label} ${what} (line ${String(line)}); have it sent again`,
    );
  }

  #finish(open: Open<B>, end: number): void {
    const { number, line, start, built } = open;
    this.#open = null;
    if (number < this.options.from) return;
    const { codec } = this.options;
    const place = this.options.placeOf(built, number, line);
    const undecodable = this.#pieces.some(({ at, bad }) =>
      bad.some(([from, to]) => at + from < end && at + to > start),
    );
    const { fault: own } = open;
    // First, for a row that is too long may have been cut inside a character.
    const tooLong = own === TOO_LONG || end - start > LONGEST;
    const invalid: XmlFault = {
      code: 'ENCODING_INVALID',
      message: `text in ${codec.encoding} is required, bytes that are none are given`,
    };
    const fault = tooLong ? TOO_LONG : undecodable ? invalid : (own ?? built.fault);
    if (fault !== null) {
      this.rows.push({
        number,
        size: end - start,
        unreadable: { place, ...fault, raw: rawBetween(this.#pieces, start, end, codec) },
      });
      return;
    }
    this.rows.push({ number, size: end - start, place, built });
  }
}
