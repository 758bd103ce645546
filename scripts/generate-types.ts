import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { concatAST, parse } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { connectorSchema } from '../src/connect/spec';

/**
 * Writes the files that are made from others: types of resolvers from schema/*.graphql, and the JSON Schema of
 * connector.yaml. `--check` writes nothing and exits 1 where a committed file differs from what would be written.
 */
const ROOT = path.join(__dirname, '..');

/** What resolvers get as their parent, where it is not the GraphQL type itself. */
const MAPPERS = {
  Node: '../model#NodeModel',
  Entity: '../model#EntityModel',
  Resident: '../model#EntityModel',
  Place: '../model#EntityModel',
  Event: '../model#EntityModel',
  Thing: '../model#EntityModel',
  Organization: '../model#EntityModel',
  Record: '../model#RecordModel',
  Household: '../model#HouseholdModel',
  Link: '../model#LinkModel',
  Provenance: '../model#ProvenanceModel',
  TimelineStep: '../model#TimelineStepModel',
  Category: '../model#CategoryModel',
  RiskTrend: '../model#RiskTrendModel',
  Connector: '../model#ConnectorModel',
  Stream: '../model#StreamModel',
  SyncRun: '../model#SyncRunModel',
  Quarantine: '../model#QuarantineModel',
  Caller: '../model#CallerModel',
};

async function resolverTypes(): Promise<string> {
  const folder = path.join(ROOT, 'schema');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort();
  const schema = concatAST(
    files.map((name) => parse(readFileSync(path.join(folder, name), 'utf8'))),
  );
  const config = {
    contextType: '../context#Context',
    mappers: MAPPERS,
    scalars: {
      ID: 'string',
      Date: 'string',
      DateTime: { input: 'string', output: 'Date | string' },
    },
    strictScalars: true,
    useTypeImports: true,
    enumsAsTypes: true,
    maybeValue: 'T | null',
    inputMaybeValue: 'T | null | undefined',
    skipTypename: true,
    makeResolverTypeCallable: true,
  };
  const code = await codegen({
    filename: 'src/api/generated/resolvers.ts',
    schema,
    documents: [],
    config,
    pluginMap: { typescript, typescriptResolvers },
    plugins: [{ typescript: {} }, { typescriptResolvers: {} }],
  });
  // The interface Record of the schema hides TypeScript's utility type of that name, which the plugins' own lines mean.
  const unambiguous = code.replace(/\bRecord</g, 'globalThis.Record<');
  return `// Made by scripts/generate-types.ts from schema/*.graphql: change those and run npm run generate.\n${unambiguous}`;
}

function connectorJsonSchema(): string {
  const schema = z.toJSONSchema(connectorSchema, { io: 'input', target: 'draft-2020-12' });
  return JSON.stringify({ title: 'connector.yaml of a Wangshu connector', ...schema });
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const made: [string, string][] = [
    ['src/api/generated/resolvers.ts', await resolverTypes()],
    ['schemas/connector.schema.json', connectorJsonSchema()],
  ];
  for (const [name, content] of made) {
    const file = path.join(ROOT, name);
    const text = await format(content, { ...(await resolveConfig(file)), filepath: file });
    const same = existsSync(file) && readFileSync(file, 'utf8') === text;
    if (check && !same) {
      console.error(
        `${name} differs from what it is made from; run npm run generate and commit it`,
      );
      process.exitCode = 1;
    }
    if (!check) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    console.log(`${name}: ${same ? 'as before' : check ? 'differs' : 'written'}`);
  }
}

void main();
