import type { RawValue, SourceRow } from '../../reader';
import { localName, type XmlBuilder } from './xml-builder';

interface Node {
  /** Dotted name within the row; empty: the row itself. */
  readonly path: string;
  text: string;
  parent: boolean;
  readonly nil: boolean;
}

/** Own text of an element that has child elements, or of the row itself. */
const TEXT = '#text';

/**
 * Builds one row out of elements as they open and close: texts of child elements and attributes (@name) by dotted names. A name
 * that stands several times becomes a list. An element that is empty, or marked xsi:nil, is null.
 */
export class XmlValues implements XmlBuilder {
  readonly #values = new Map<string, RawValue>();
  readonly #nodes: Node[] = [];
  readonly #lists = new Set<string>();

  readonly fault = null;
  /** All names it has, also those that nobody asks for. */
  readonly columns = new Set<string>();

  constructor(private readonly wanted: ReadonlySet<string> | null) {}

  get depth(): number {
    return this.#nodes.length;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const above = this.#nodes.at(-1);
    if (above !== undefined) above.parent = true;
    const path = above === undefined ? '' : join(above.path, localName(name));
    let nil = false;
    for (const [attribute, value] of Object.entries(attributes)) {
      if (attribute === 'xmlns' || attribute.startsWith('xmlns:')) continue;
      if (attribute.startsWith('xsi:')) nil ||= attribute === 'xsi:nil' && /^(true|1)$/.test(value);
      else this.#set(join(path, `@${localName(attribute)}`), value);
    }
    this.#nodes.push({ path, text: '', parent: false, nil });
  }

  text(text: string): void {
    const node = this.#nodes.at(-1);
    if (node !== undefined) node.text += text;
  }

  close(): boolean {
    const node = this.#nodes.pop();
    if (node === undefined) return true;
    const { path, text, parent, nil } = node;
    const bare = text.trim() === '';
    if (parent || path === '') {
      if (!bare) this.#set(join(path, TEXT), text.trim());
    } else this.#set(path, bare || nil ? null : text);
    return this.#nodes.length === 0;
  }

  row(): SourceRow['values'] {
    if (this.wanted === null) return Object.fromEntries(this.#values);
    return Object.fromEntries(
      [...this.wanted].map((field) => [field, this.#values.get(field) ?? null]),
    );
  }

  #set(name: string, value: RawValue): void {
    this.columns.add(name);
    if (this.wanted !== null && !this.wanted.has(name)) return;
    if (!this.#values.has(name)) {
      this.#values.set(name, value);
      return;
    }
    const before = this.#values.get(name) ?? null;
    if (this.#lists.has(name) && Array.isArray(before)) before.push(value);
    else {
      this.#lists.add(name);
      this.#values.set(name, [before, value]);
    }
  }
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
