import { SaxesParser } from 'saxes';
import { codecOf } from './encoding';
import type { OpenFile } from './folder';
import { xmlEncodingOf } from './xml';
import { xmlPieces, type Piece } from './xml-pieces';
import { localName, type XmlBuilder } from './xml-builder';
import { XmlRows, type XmlRow, type XmlRowsOptions } from './xml-rows';
import { broken, Zip } from './zip';

/** Sheets, relationships, formats: a part with more of them is no workbook's. */
const MOST_ELEMENTS = 100_000;
/** Unpacked bytes of such a part: a packed megabyte may hold a gigabyte of nothing. */
const MOST_BYTES = 64 << 20;
/** Bytes by which an XML text tells its encoding. */
const HEAD = 1_024;

export interface XlsxElement {
  /** Local name; of an end tag with a slash before it. */
  readonly name: string;
  /** By local name. */
  readonly attributes: Readonly<Record<string, string>>;
}

type Builders<B extends XmlBuilder> = Pick<XmlRowsOptions<B>, 'row' | 'build' | 'placeOf'>;

/** The parts of a workbook (OPC, ECMA-376 part 2), each an XML text in a ZIP file. */
export class XlsxParts {
  private constructor(
    private readonly zip: Zip,
    private readonly label: string,
    private readonly signal: AbortSignal,
  ) {}

  static async open(handle: OpenFile, label: string, signal: AbortSignal): Promise<XlsxParts> {
    return new XlsxParts(await Zip.open(handle, label), label, signal);
  }

  has(part: string): boolean {
    return this.zip.has(part);
  }

  /** Start tags of these names, and end tags of those with a slash, in their order; none where the part is not there. */
  async elements(part: string, names: readonly string[]): Promise<XlsxElement[]> {
    const found: XlsxElement[] = [];
    if (!this.has(part)) return found;
    const parser = new SaxesParser();
    let fault = false;
    parser.on('error', () => (fault = true));
    parser.on('opentag', (tag) => {
      const name = localName(tag.name);
      if (!names.includes(name)) return;
      const own = Object.entries(tag.attributes).map(([key, value]) => [localName(key), value]);
      found.push({ name, attributes: Object.fromEntries(own) as Record<string, string> });
    });
    parser.on('closetag', (tag) => {
      const name = `/${localName(tag.name)}`;
      if (names.includes(name)) found.push({ name, attributes: {} });
    });
    let bytes = 0;
    for await (const { text, scan } of (await this.#text(part)).pieces) {
      bytes += scan.length;
      if (bytes > MOST_BYTES) throw broken(this.label);
      parser.write(text);
      if (fault || found.length > MOST_ELEMENTS) throw broken(this.label);
    }
    parser.close();
    return found;
  }

  /** Rows of a part, some at a time. What is wrong within one costs that one; what is wrong outside ends the file. */
  async *rows<B extends XmlBuilder>(
    part: string,
    builders: Builders<B>,
  ): AsyncGenerator<XmlRow<B>[]> {
    const { codec, pieces } = await this.#text(part);
    const rows = new XmlRows<B>({ ...builders, label: this.label, codec, from: 1 });
    for await (const piece of pieces) {
      rows.push(piece);
      yield rows.rows.splice(0);
      if (rows.broken !== null) throw rows.broken;
    }
    rows.end();
    yield rows.rows.splice(0);
    if (rows.broken !== null) throw rows.broken;
  }

  async #text(part: string) {
    const chunks = this.zip.unpacked(part);
    const first = await chunks.next();
    const head = first.done === true ? Buffer.alloc(0) : first.value;
    const found = xmlEncodingOf(head.subarray(0, HEAD), undefined, this.label);
    const codec = codecOf(found.encoding);
    const all = behind(head.subarray(found.mark), chunks, this.signal);
    return { codec, pieces: xmlPieces(all, codec) satisfies AsyncGenerator<Piece> };
  }
}

async function* behind(
  head: Buffer,
  rest: AsyncGenerator<Buffer>,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  yield head;
  for await (const bytes of rest) {
    signal.throwIfAborted();
    yield bytes;
  }
}
