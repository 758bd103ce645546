import path from 'node:path';
import { kindOfBuiltin, kindOfFormat, type NumberKind } from './cell';
import type { XlsxElement, XlsxParts } from './xlsx-parts';
import { SharedStrings } from './xlsx-strings';
import { XlsxText } from './xlsx-text';
import { broken } from './zip';

export interface Sheet {
  readonly name: string;
  readonly part: string;
}

/** What a workbook says of itself, beside its rows. */
export interface Book {
  /** Worksheets in the order of their tabs. */
  readonly sheets: readonly Sheet[];
  readonly since1904: boolean;
  /** What numbers are, by the style of a cell. */
  readonly kinds: readonly NumberKind[];
  readonly strings: SharedStrings;
}

/** Reads a workbook's parts (SpreadsheetML, ECMA-376 part 1) but for its sheets; SOURCE_PROTOCOL where it is none. */
export async function openBook(parts: XlsxParts, label: string): Promise<Book> {
  const roots = await parts.elements('_rels/.rels', ['Relationship']);
  const main = targetOf(roots, /\/officeDocument$/, '') ?? 'xl/workbook.xml';
  const folder = path.posix.dirname(main);
  const links = `${folder}/_rels/${path.posix.basename(main)}.rels`;
  const relations = await parts.elements(links, ['Relationship']);
  const elements = await parts.elements(main, ['sheet', 'workbookPr']);
  const sheets = elements.flatMap(({ name, attributes }): Sheet[] => {
    if (name !== 'sheet') return [];
    const own = relations.filter(({ attributes: { Id } }) => Id === attributes['id']);
    const part = targetOf(own, /\/worksheet$/, folder);
    return part === null ? [] : [{ name: attributes['name'] ?? '', part }];
  });
  if (sheets.length === 0) throw broken(label);
  const styles = targetOf(relations, /\/styles$/, folder) ?? '';
  const names = ['numFmt', 'cellXfs', 'xf', '/cellXfs'];
  const texts = targetOf(relations, /\/sharedStrings$/, folder) ?? '';
  return {
    sheets,
    since1904: elements.some(({ attributes }) => /^(1|true)$/.test(attributes['date1904'] ?? '')),
    kinds: kindsOf(await parts.elements(styles, names)),
    strings: await stringsOf(parts, texts, label),
  };
}

/** The part that a relationship of that type leads to; null: there is none. */
function targetOf(relations: readonly XlsxElement[], type: RegExp, folder: string): string | null {
  const found = relations.find(({ attributes }) => type.test(attributes['Type'] ?? ''));
  const target = found?.attributes['Target'];
  return target === undefined
    ? null
    : path.posix.join('/', folder, encoded(target, folder)).slice(1);
}

const encoded = (target: string, folder: string): string =>
  target.startsWith('/') ? path.posix.relative(`/${folder}`, target) : target;

/** Formats of cells, in the order in which their styles name them. */
function kindsOf(elements: readonly XlsxElement[]): NumberKind[] {
  const formats = new Map<number, NumberKind>();
  const kinds: NumberKind[] = [];
  let cells = false;
  for (const { name, attributes } of elements) {
    const id = Number(attributes['numFmtId'] ?? 0);
    if (name === 'numFmt') formats.set(id, kindOfFormat(attributes['formatCode'] ?? ''));
    else if (name !== 'xf') cells = name === 'cellXfs';
    else if (cells) kinds.push(formats.get(id) ?? kindOfBuiltin(id));
  }
  return kinds;
}

async function stringsOf(parts: XlsxParts, part: string, label: string): Promise<SharedStrings> {
  const strings = new SharedStrings();
  if (!parts.has(part)) return strings;
  const rows = parts.rows(part, { row: 'si', build: () => new XlsxText(), placeOf: () => '' });
  for await (const some of rows)
    for (const each of some) {
      if ('unreadable' in each) {
        const { code, message } = each.unreadable;
        strings.addFault({ code, message }, label);
      } else strings.add(each.built.value, label);
    }
  return strings;
}
