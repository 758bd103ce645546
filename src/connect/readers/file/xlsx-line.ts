import type { RawValue } from '../../reader';
import { unescaped, valueOfNumber, type NumberKind } from './cell';
import { LONGEST } from './records';
import type { SharedStrings } from './xlsx-strings';
import { localName, type XmlBuilder, type XmlFault } from './xml-builder';
import { TOO_LONG } from './xml-rows';

/** What cells of one sheet have in common. */
export interface SheetContext {
  readonly strings: SharedStrings;
  /** What numbers are by the style of their cell. */
  readonly kinds: readonly NumberKind[];
  readonly since1904: boolean;
  /** Number of the row before, where a row does not say its own. */
  row: number;
}

/** Columns that a worksheet can have (XFD). */
const MOST_COLUMNS = 16_384;

const MALFORMED: XmlFault = {
  code: 'ROW_MALFORMED',
  message:
    'cells that stand in columns A to XFD and hold what they say is required, others are given',
};

/** One row of a worksheet (CT_Row), cells as a person sees them. */
export class XlsxLine implements XmlBuilder {
  readonly #cells = new Map<number, RawValue>();
  /** Numbers of texts that cells share: they are made when somebody asks for them, and not for all rows of a piece at a time. */
  readonly #texts = new Map<number, number>();
  number: number;
  fault: XmlFault | null = null;
  /** Bytes of the texts that its cells name. */
  named = 0;
  #depth = 0;
  #column = 0;
  #type = 'n';
  #kind: NumberKind = 'number';
  #inText = false;
  #inAid = false;
  #text = '';

  constructor(private readonly context: SheetContext) {
    this.number = context.row + 1;
  }

  get depth(): number {
    return this.#depth;
  }

  /** Columns with a value, from 1, in order. */
  get columns(): number[] {
    return [...this.#cells.keys(), ...this.#texts.keys()].sort((a, b) => a - b);
  }

  /** Undefined: the cell is empty. */
  valueAt(column: number): RawValue | undefined {
    const index = this.#texts.get(column);
    return index === undefined ? this.#cells.get(column) : this.context.strings.get(index);
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#depth += 1;
    const local = localName(name);
    if (this.#depth === 1) {
      const number = Number(attributes['r'] ?? this.number);
      if (Number.isSafeInteger(number) && number > 0) this.number = number;
      this.context.row = this.number;
    } else if (this.#depth === 2 && local === 'c') this.#openCell(attributes);
    else if (local === 'rPh') this.#inAid = true;
    else this.#inText = !this.#inAid && (local === 'v' || local === 't');
  }

  text(text: string): void {
    if (this.#inText) this.#text += text;
  }

  close(): boolean {
    this.#depth -= 1;
    this.#inText = false;
    if (this.#depth === 1) this.#closeCell();
    return this.#depth === 0;
  }

  #openCell({ r, s, t }: Readonly<Record<string, string>>): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    this.#type = t ?? 'n';
    this.#kind = this.context.kinds[Number(s ?? 0)] ?? 'number';
    this.#text = '';
    this.#inAid = false;
    if (this.#column < 1 || this.#column > MOST_COLUMNS) this.fault ??= MALFORMED;
  }

  #closeCell(): void {
    if (this.#type === 's') this.#nameText(this.#text);
    else {
      const value = this.#valueOf(this.#text);
      if (value !== null && value !== '') {
        this.#texts.delete(this.#column);
        this.#cells.set(this.#column, value);
      }
    }
    this.#text = '';
  }

  #valueOf(text: string): RawValue {
    switch (this.#type) {
      case 'b':
        return text === '' ? null : text.trim() !== '0';
      // #N/A and its like are shown as they stand, so that the field is found wanting and not found empty.
      case 'e':
      case 'd':
        return text;
      case 'str':
      case 'inlineStr':
        return unescaped(text);
      default:
        return valueOfNumber(text, this.#kind, this.context.since1904);
    }
  }

  /** Notes the number of a text that stands elsewhere. A few bytes of a row may name one of a megabyte in each of its cells. */
  #nameText(text: string): void {
    if (text === '') return;
    const index = Number(text);
    const length = this.context.strings.lengthOf(index);
    if (typeof length !== 'number') {
      this.fault ??= length ?? MALFORMED;
      return;
    }
    this.named += length;
    if (this.named > LONGEST) this.fault ??= TOO_LONG;
    if (length === 0) return;
    this.#cells.delete(this.#column);
    this.#texts.set(this.#column, index);
  }
}

/** Column of a cell's name, from 1: AB12 is 28; 0 where it is none. */
function columnOf(name: string): number {
  let column = 0;
  for (let i = 0; i < name.length; i += 1) {
    const letter = name.charCodeAt(i) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column;
}
