import type { UnreadableRow } from '../../reader';

/** Why a row cannot be read. */
export type XmlFault = Pick<UnreadableRow, 'code' | 'message'>;

/** Takes one row in, element by element; the first is the row itself. */
export interface XmlBuilder {
  /** Elements that are open, the row among them. */
  readonly depth: number;
  /** Why the row cannot be read, although it is well-formed; null: it can. */
  readonly fault: XmlFault | null;
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  /** True when the row itself has closed. */
  close(): boolean;
}

/** A name without its namespace prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
