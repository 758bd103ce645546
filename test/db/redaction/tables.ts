import type { TestFolder } from '../../support/hub';
import { BAD_ID, BAD_PHONE, connector, ID, NAME, PERSON, PHONE } from './planted';

const HEADER = 'bh,xm,sfzh,lxdh';

/** CSV files with every fault that a line can have. */
export function plantTables(folder: TestFolder): void {
  const csv = (id: string): string =>
    `{ kind: file, folder: '${folder.path}/data/${id}', format: csv }`;
  const write = (id: string, content: string | Buffer, more = ''): void => {
    connector(folder, id, { reader: csv(id), from: 'person.csv', more });
    folder.write(`data/${id}/person.csv`, content);
  };
  // The same resident in two places, of which the hub's own database takes one (see the index of the test).
  write('good', `${HEADER}\n1,${PERSON}\n`);
  write('twin', `${HEADER}\n1,${PERSON}\n`);
  write('bad-rows', badRows());
  write(
    'all-bad',
    `${HEADER}\n${Array.from({ length: 5 }, (_, i) => `${String(i)},${NAME},${ID}9,x`).join('\n')}\n`,
    '\n    quarantine: { maxRows: 2 }',
  );
  // The first row taken for the names of the columns.
  write('no-header', `1,${PERSON}\n2,${PERSON}\n`);
  write('stray-quote', `${HEADER}\n1,"${NAME},${ID},${PHONE}\n2,${PERSON}\n`);
  write(
    'no-text',
    Buffer.concat([Buffer.from(`${HEADER}\n1,`), Buffer.from([0xff, 0xfe]), Buffer.from(PERSON)]),
  );
  // A file that is asked for and not there.
  connector(folder, 'no-file', { reader: csv('nowhere'), from: 'person.csv' });
}

/** A number with a wrong check digit, a telephone number of letters, and no key. */
export const badRows = (): string =>
  `${HEADER}\n1,${NAME},${BAD_ID},${BAD_PHONE}\n,${PERSON}\n2,${NAME},,\n`;
