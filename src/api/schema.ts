import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Catalogue } from '../connect/connector';
import { noteDisclosures } from './disclosure';
import { recordTypeDefs } from './record-types';
import { resolversFor } from './resolvers';

/** schema/ lies beside package.json, in the checkout (src/api) and in a build (dist/src/api) alike. */
function schemaFolder(): string {
  for (const up of ['../..', '../../..']) {
    const folder = path.join(__dirname, up, 'schema');
    if (existsSync(folder)) return folder;
  }
  throw new Error(
    'the folder schema/ is required beside src/, none was found; is the installation whole?',
  );
}

/** The committed SDL, one text a file, in name order. */
export function readTypeDefs(): string[] {
  const folder = schemaFolder();
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

/** The hub's schema: the committed SDL and a record type for every stream of the catalogue. */
export function buildSchema(catalogue: Catalogue): GraphQLSchema {
  const schema = makeExecutableSchema({
    typeDefs: [...readTypeDefs(), recordTypeDefs(catalogue)].filter((text) => text !== ''),
    resolvers: resolversFor(catalogue),
    inheritResolversFromInterfaces: true,
  });
  return noteDisclosures(schema);
}
