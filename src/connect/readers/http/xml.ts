import { SaxesParser } from 'saxes';
import type { RawValue } from '../../reader';
import { protocol } from './failure';

/** Deeper than any table is written. */
const DEEPEST = 100;
const TEXT = '#text';

interface Open {
  readonly name: string;
  readonly values: Record<string, RawValue>;
  text: string;
}

/**
 * XML as values: an element with nothing but text is that text, one with attributes or elements an object (`@name`, `name`,
 * and `#text` where there is text too), elements of one name a list, xsi:nil null. Every value is text: 007 stays 007.
 *
 * Strict XML 1.0: what is not well-formed, or cut off, is refused. DOCTYPE is refused, so that there are no entities but the five of XML and
 * character references. Throws SOURCE_PROTOCOL, without a word of the document.
 */
export function parseXml(text: string, name: string): { [root: string]: RawValue } {
  const parser = new SaxesParser();
  const document = empty();
  const open: Open[] = [];
  const last = (): Open | undefined => open.at(-1);
  parser.on('doctype', () => {
    throw protocol(
      `XML without DOCTYPE is required from ${name}, one with it is given; entities of a document's own are not read`,
    );
  });
  parser.on('opentag', (tag) => {
    if (open.length === DEEPEST)
      throw protocol(
        `XML of at most ${String(DEEPEST)} levels is required from ${name}, more are given`,
      );
    const values = empty();
    for (const [key, value] of Object.entries(tag.attributes)) values[`@${key}`] = value;
    open.push({ name: tag.name, values, text: '' });
  });
  const write = (part: string): void => {
    const element = last();
    if (element !== undefined) element.text += part;
  };
  parser.on('text', write);
  parser.on('cdata', write);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) put(last()?.values ?? document, element.name, valueOf(element));
  });
  parser.on('error', () => {
    // The parser's own error may quote names of the document.
    throw protocol(
      `well-formed XML is required from ${name}, it is not in line ${String(parser.line)}`,
    );
  });
  parser.write(text).close();
  return document;
}

/** Without a prototype while it is built: an element may be called constructor or __proto__. */
function empty(): Record<string, RawValue> {
  return Object.create(null) as Record<string, RawValue>;
}

function put(values: Record<string, RawValue>, name: string, value: RawValue): void {
  const there = values[name];
  if (there === undefined) values[name] = value;
  // A list stands for elements of one name alone: no element is a list itself.
  else if (Array.isArray(there)) there.push(value);
  else values[name] = [there, value];
}

function valueOf({ values, text }: Open): RawValue {
  const names = Object.keys(values);
  const nil = values['@xsi:nil'];
  if (nil === 'true' || nil === '1') return null;
  if (names.length === 0) return text;
  // Blanks between elements are how a document is laid out, and no value.
  if (text.trim() !== '') values[TEXT] = text;
  return values;
}
