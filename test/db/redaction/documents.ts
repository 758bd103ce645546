import { zipOf } from '../../connectors/readers/xlsx-zip';
import type { TestFolder } from '../../support/hub';
import { BAD_ID, BAD_PHONE, connector, ID, NAME, PERSON, PHONE } from './planted';

/** Workbooks, XML documents and JSON lines with rows that are broken, each around a resident. */
export function plantDocuments(folder: TestFolder): void {
  const write = (id: string, format: string, content: string | Buffer, own = ''): void => {
    const name = `person.${format}`;
    const reader = `{ kind: file, folder: '${folder.path}/data/${id}', format: ${format}${own} }`;
    connector(folder, id, { reader, from: name });
    folder.write(`data/${id}/${name}`, content);
  };
  write('xlsx-rows', 'xlsx', workbook(HEADER, ...ROWS));
  write('xlsx-header', 'xlsx', workbook(row(text(NAME), text(ID), text(PHONE)), ...ROWS));
  write('xlsx-markup', 'xlsx', workbook(HEADER, ...ROWS, `<${NAME} ${ID}="${PHONE}`));
  const whole = workbook(HEADER, ...ROWS);
  write('xlsx-cut', 'xlsx', whole.subarray(0, whole.length / 2));

  const xml = ', row: person';
  write('xml-rows', 'xml', document(...PEOPLE), xml);
  write('xml-markup', 'xml', document(...PEOPLE, `<${NAME} ${ID}="${PHONE}"`), xml);
  const entity = `<!DOCTYPE people [<!ENTITY xm "${PERSON}">]>`;
  write('xml-entity', 'xml', `${entity}${document(...PEOPLE)}`, xml);
  write('xml-cut', 'xml', document(...PEOPLE).slice(0, -20), xml);

  write('jsonl-rows', 'jsonl', LINES.join('\n'));
}

const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (...cells: string[]): string => `<row>${cells.join('')}</row>`;
const HEADER = row(...['bh', 'xm', 'sfzh', 'lxdh'].map(text));
const ROWS = [
  row(text('1'), text(NAME)),
  row(text('2'), text(NAME), text(BAD_ID), text(BAD_PHONE)),
  // No key; a text that no workbook shares; a column that is none; a tag that is not closed.
  row(text(''), text(NAME), text(ID), text(PHONE)),
  row(text('3'), text(NAME), `<c t="s"><v>${ID}</v></c>`),
  row(text('4'), `<c r="${PHONE}"><v>${ID}</v></c>`),
  row(text('5'), `<c t="inlineStr"><is><t>${NAME}</is></c>`, text(ID)),
];

function workbook(...rows: string[]): Buffer {
  const relation = (type: string, target: string): string =>
    `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;
  const parts = {
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml':
      '<workbook><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`,
  };
  return zipOf(parts, { packed: true });
}

const person = (bh: string, rest: string): string => `<person><bh>${bh}</bh>${rest}</person>`;
const document = (...rows: string[]): string => `<people>\n${rows.join('\n')}\n</people>\n`;
const PEOPLE = [
  person('1', `<xm>${NAME}</xm>`),
  person('2', `<xm>${NAME}</xm><sfzh>${BAD_ID}</sfzh><lxdh>${BAD_PHONE}</lxdh>`),
  person('', `<xm>${NAME}</xm><sfzh>${ID}</sfzh>`),
  person('3', `<xm>${NAME}<sfzh>${ID}</sfzh><lxdh>${PHONE}</lxdh>`),
  person('4', `<xm>&${NAME};</xm><sfzh ${ID}>${ID}</sfzh>`),
];

const LINES = [
  JSON.stringify({ bh: '1', xm: NAME }),
  JSON.stringify({ bh: '2', xm: NAME, sfzh: BAD_ID, lxdh: BAD_PHONE }),
  JSON.stringify({ xm: NAME, sfzh: ID }),
  `{"bh": "3", "xm": "${NAME}", "sfzh": "${ID}`,
  JSON.stringify(['4', NAME, ID, PHONE]),
  JSON.stringify(PERSON),
  // Fields that are named after what they tell.
  JSON.stringify({ bh: '5', xm: NAME, [PHONE]: 'home', [ID]: NAME }),
];
