import type { Catalogue } from '../../connect/connector';
import { nodeId } from '../../domain/ids';
import type { LinkRole } from '../../domain/nouns';
import type { RecordRow } from '../../graph/read/records';
import type { Context } from '../context';
import type { Resolvers } from '../generated/resolvers';
import type { EntityModel, LinkModel, ProvenanceModel, RecordModel } from '../model';
import { pageOf, type GivenPage } from './args';
import { connectionOf } from './connection';
import { departmentOf, departmentsOf } from './terms';

/** A row as its own type of the schema. */
export function recordModel(catalogue: Catalogue, row: RecordRow): RecordModel {
  return { ...row, __typename: catalogue.stream(row.streamId).recordType };
}

/** The record under 'streamId:key'; null where the caller may not read it. */
export async function recordOf(id: string, context: Context): Promise<RecordModel | null> {
  const row = await context.loaders.record(id);
  return row === null ? null : recordModel(context.reading.catalogue, row);
}

/** 'streamId:key:mention' → the parts that matter to callers; the mention's name may hold no colon (itemName). */
export function referenceOf(text: string): { streamId: number; record: string } {
  const [stream = '', key = ''] = text.split(':');
  return { streamId: Number(stream), record: `${stream}:${key}` };
}

function provenanceOf(row: EntityModel): ProvenanceModel[] {
  const provenance = (row['provenance'] ?? {}) as Readonly<Record<string, string>>;
  return Object.entries(provenance)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([attribute, reference]) => ({ attribute, ...referenceOf(reference) }));
}

interface LinkArgs extends GivenPage {
  readonly role?: LinkRole | null | undefined;
  readonly direction?: 'OUTWARD' | 'INWARD' | null | undefined;
}

const outwardOf = ({ direction }: LinkArgs): boolean | null =>
  direction === null || direction === undefined ? null : direction === 'OUTWARD';

async function linksOf(row: EntityModel, args: LinkArgs, { loaders }: Context) {
  const page = await loaders.links(row, {
    role: args.role ?? null,
    other: null,
    outward: outwardOf(args),
    page: pageOf(args),
  });
  return connectionOf(page, ({ link, other }) => ({
    node: { ...link, other } satisfies LinkModel,
  }));
}

async function recordsOf(row: EntityModel, args: GivenPage, { loaders, reading }: Context) {
  const page = await loaders.records(row.id, pageOf(args));
  return connectionOf(page, (record) => ({ node: recordModel(reading.catalogue, record) }));
}

/** Fields that every noun has through the interface Entity. */
export const entityFields = {
  id: (row: EntityModel) => nodeId(row.noun, row.id),
  provenance: provenanceOf,
  records: recordsOf,
  links: linksOf,
};

export const sharedResolvers: Resolvers = {
  Entity: { __resolveType: (row) => row.noun },
  Record: { __resolveType: (record) => record.__typename as never },
  Node: {
    __resolveType: (node) => ('noun' in node ? node.noun : node.__typename) as never,
  },
  Provenance: {
    department: ({ streamId }, _, { reading }) =>
      departmentOf(reading.catalogue, reading.catalogue.stream(streamId)),
    connector: ({ streamId }, _, { reading }) => reading.catalogue.stream(streamId).connector,
    record: ({ record }, _, context) => recordOf(record, context),
  },
  Link: {
    direction: ({ outward }) => (outward ? 'OUTWARD' : 'INWARD'),
    departments: ({ streams }, _, { reading }) => departmentsOf(reading.catalogue, streams),
  },
};
