import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  validate,
  type GraphQLSchema,
} from 'graphql';
import { SAMPLES } from '../../src/api';
import { recordFields } from '../../src/api/record-types';
import { buildSchema } from '../../src/api/schema';
import { loadCatalogue } from '../../src/connect/load';
import type { Catalogue } from '../../src/connect/connector';
import { LINK_ROLE_NAMES, NOUNS, PLACE_LEVELS, STAGES } from '../../src/domain/nouns';
import { testFolder, type TestFolder } from '../support/hub';
import { writeDistrict } from './district';

interface Described {
  readonly name: string;
  readonly description: string | null | undefined;
}

/** Everything that can carry a description, under a name such as Query.events(first). */
function described(schema: GraphQLSchema): Described[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .flatMap((type): Described[] => {
      const here = { name: type.name, description: type.description };
      if (isEnumType(type))
        return [here, ...type.getValues().map((value) => within(type.name, value))];
      if (isInputObjectType(type))
        return [here, ...Object.values(type.getFields()).map((field) => within(type.name, field))];
      if (!isObjectType(type) && !isInterfaceType(type)) return [here];
      const fields = Object.values(type.getFields()).flatMap((field) => [
        within(type.name, field),
        ...field.args.map((argument) => within(`${type.name}.${field.name}`, argument)),
      ]);
      return [here, ...fields];
    });
}

const within = (parent: string, { name, description }: Described): Described => ({
  name: `${parent}.${name}`,
  description,
});

describe('the schema', () => {
  let folder: TestFolder;
  let catalogue: Catalogue;
  let schema: GraphQLSchema;
  beforeAll(() => {
    folder = testFolder();
    writeDistrict(folder);
    catalogue = loadCatalogue({ folders: [`${folder.path}/connectors`], env: {} });
    schema = buildSchema(catalogue);
  });
  afterAll(() => folder.remove());

  it('describes every type, field, argument and enum value in English and in Chinese', () => {
    const all = described(schema);
    const bare = all.filter(
      ({ description }) =>
        !/[A-Za-z]{2}/.test(description ?? '') || !/\p{Script=Han}/u.test(description ?? ''),
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
    expect(all.length).toBeGreaterThan(500);
  });

  it('names the nouns, roles, levels and stages of the domain, no more and no fewer', () => {
    const valuesOf = (name: string): string[] => {
      const type = schema.getType(name);
      return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
    };
    expect(valuesOf('Noun').sort()).toEqual([...NOUNS].sort());
    expect(valuesOf('LinkRole').sort()).toEqual([...LINK_ROLE_NAMES].sort());
    expect(valuesOf('PlaceLevel')).toEqual([...PLACE_LEVELS]);
    expect(valuesOf('Stage')).toEqual([...STAGES]);
  });

  it('makes a record type of each stream, without the items that are never read', () => {
    const record = schema.getType('PopulationRecord');
    expect(
      isObjectType(record) &&
        record
          .getInterfaces()
          .map(({ name }) => name)
          .sort(),
    ).toEqual(['Node', 'Record']);
    const fields = isObjectType(record) ? Object.keys(record.getFields()) : [];
    expect(fields).toEqual(expect.arrayContaining(['sfzh', 'xm', 'landedAt']));
    expect(fields).not.toContain('wxdj');
  });

  it('keeps an item whose name the interface has already under a name of its own', () => {
    const stream = [...catalogue.streams.values()].find(
      (each) => each.recordType === 'PopulationRecord',
    );
    const field = stream && recordFields(stream).find(({ item }) => item.name === 'id');
    expect(field?.field).toBe('id_');
  });

  it('gives every type that node(id) may find the interface Node, and every list a page', () => {
    for (const noun of NOUNS) {
      const type = schema.getType(noun);
      expect(isObjectType(type) && type.getInterfaces().map(({ name }) => name)).toEqual(
        expect.arrayContaining(['Node', 'Entity']),
      );
    }
    const query = schema.getQueryType()?.getFields() ?? {};
    const lists = [
      'residents',
      'places',
      'events',
      'things',
      'organizations',
      'search',
      'connectors',
      'syncRuns',
      'quarantine',
      'auditLog',
    ];
    for (const name of lists) {
      expect(getNamedType(query[name]?.type)?.name).toMatch(/Connection$/);
      expect(query[name]?.args.map((argument) => argument.name)).toEqual(
        expect.arrayContaining(['first', 'after', 'last', 'before']),
      );
    }
  });

  it('offers the deeds of a steward and no way to write what a department did not say', () => {
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toEqual([
      ...['sync', 'retryPlan', 'cancelPlan'],
      ...['replayQuarantine', 'discardQuarantine', 'decideRemoval'],
    ]);
    expect(schema.getSubscriptionType()).toBeUndefined();
  });

  it.each(SAMPLES.map((sample) => [sample.name, sample] as const))(
    'answers the sample %s, which says in both languages what it shows',
    (name, { query, zh, en }) => {
      expect(validate(schema, parse(query))).toEqual([]);
      expect(query).toMatch(new RegExp(`query ${name}\\b`));
      expect(query).toMatch(/^# .*\p{Script=Han}.*\n# [A-Z][^\n]*\n/u);
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[\x20-\x7e]+$/);
    },
  );
});
