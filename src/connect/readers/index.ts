import type { Reader } from '../reader';
import { FileReader } from './file';
import { GraphqlReader } from './graphql';
import { HttpReader } from './http';
import { PushReader } from './push';
import type { ReaderSettings } from './settings';
import { SingerReader } from './singer';
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
    case 'graphql':
      return new GraphqlReader(settings);
    case 'singer':
      return new SingerReader(settings);
    case 'push':
      return new PushReader();
  }
}
