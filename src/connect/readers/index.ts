import type { Reader } from '../reader';
import { FileReader } from './file';
import { HttpReader } from './http';
import type { ReaderSettings } from './settings';
import { SqlReader } from './sql';

export { readerSettings, type ReaderSettings } from './settings';

/** Makes the reader that the settings ask for. Nothing is opened before it is asked for a page. */
export function createReader(settings: ReaderSettings): Reader {
  switch (settings.kind) {
    case 'sql':
      return new SqlReader(settings);
    case 'file':
      return new FileReader(settings);
    case 'http':
      return new HttpReader(settings);
  }
}
