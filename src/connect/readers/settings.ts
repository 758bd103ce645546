import { z } from 'zod';
import { fileSettings } from './file/settings';
import { graphqlSettings } from './graphql/settings';
import { httpSettings } from './http/settings';
import { pushSettings } from './push/settings';
import { singerSettings } from './singer/settings';
import { sqlSettings } from './sql/settings';

/** The part `reader` of connector.yaml: how rows arrive. Every key is described: editors read it. */
export const readerSettings = z.discriminatedUnion('kind', [
  sqlSettings,
  fileSettings,
  httpSettings,
  graphqlSettings,
  singerSettings,
  pushSettings,
]);
export type ReaderSettings = z.infer<typeof readerSettings>;
