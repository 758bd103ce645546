import { createReader } from '../../../src/connect/readers';
import type { Reader, StreamSource } from '../../../src/connect/reader';
import type { TestFolder } from '../../support/hub';
import { readAll, type Read } from './contract';
import { aged } from './file-source';

export const CSV_STREAM: StreamSource = {
  name: 's',
  from: 'rows.csv',
  key: ['bh'],
  fields: ['bh', 'xm'],
};

export interface CsvSource {
  open(own?: object): Reader;
  /** What a file of that content gives, read on pages of `pageSize`. */
  readOf(
    content: string | Buffer,
    own?: { pageSize?: number; settings?: object; stream?: Partial<StreamSource> },
  ): Promise<Read>;
}

/** A CSV source on the folder of the test that runs. */
export function csvSource(folder: () => TestFolder): CsvSource {
  const open = (own: object = {}): Reader =>
    createReader({
      kind: 'file',
      folder: folder().path,
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ',',
      headerRow: 1,
      ...own,
    });
  return {
    open,
    readOf(content, { pageSize = 3, settings = {}, stream = {} } = {}) {
      aged(folder().write('rows.csv', content));
      return readAll(open(settings), { ...CSV_STREAM, ...stream }, { pageSize });
    },
  };
}

export const valuesOf = (read: Read, field: string): unknown[] =>
  read.pages.flatMap(({ rows }) => rows.map(({ values }) => values[field]));

export const placesOf = (read: Read): string[] =>
  read.pages.flatMap(({ rows }) => rows.map(({ place }) => place));
