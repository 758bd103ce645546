import { utimesSync } from 'node:fs';
import { FileReader } from '../../../src/connect/readers/file';
import { fileSettings } from '../../../src/connect/readers/file/settings';
import type { Page, StreamSource } from '../../../src/connect/reader';

/** A reader as connector.yaml would make it: settings are parsed, and defaults filled in. */
export const fileReader = (settings: object): FileReader =>
  new FileReader(fileSettings.parse({ kind: 'file', ...settings }));

/** The file was written a minute ago: nobody waits for the rest of its last line. */
export function aged(file: string): string {
  const at = Date.now() / 1_000 - 60;
  utimesSync(file, at, at);
  return file;
}

export const streamOf = (from: string, fields: readonly string[] = ['bh', 'xm']): StreamSource => ({
  name: 's',
  from,
  key: fields.slice(0, 1),
  fields,
});

export const rowsOf = (read: { readonly pages: readonly Page[] }): Page['rows'][number][] =>
  read.pages.flatMap(({ rows }) => rows);

export const valuesIn = (read: { readonly pages: readonly Page[] }): object[] =>
  rowsOf(read).map(({ values }) => values);
