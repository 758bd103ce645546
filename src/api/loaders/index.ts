import DataLoader from 'dataloader';
import { NOUNS, type LinkRole, type Noun, type PlaceLevel } from '../../domain/nouns';
import type { Uuid } from '../../domain/ids';
import { readEntities } from '../../graph/read/entities';
import {
  findByNumber,
  findOrganizationByCode,
  findPlaceByCode,
  findResidentByNumber,
} from '../../graph/read/find';
import { readHouseholds } from '../../graph/read/households';
import { readEntityPage, type EntityFilter, type EntityOrder } from '../../graph/read/list';
import { readRecordPages, readRecords, type RecordRow } from '../../graph/read/records';
import { searchEntities } from '../../graph/read/search';
import { readTiePages, type TieRow } from '../../graph/read/ties';
import { readChildPages, readLineages } from '../../graph/read/tree';
import { readWithinPages } from '../../graph/read/within';
import type { EntityRow, PageArgs, PageOf, Reading } from '../../graph/read/types';
import { aligned, paged } from './paged';
import type { FreshnessView, Operations } from '../operations';
import { stewardLoaders, type StewardLoaders } from './steward';

/**
 * All reads of one request, each batched: the parents of one level share one statement, and an object that is asked for
 * twice is read once. Nothing is kept from one request to the next, since every request has a scope of its own.
 */

export interface ListArgs {
  readonly filter: EntityFilter;
  readonly orderBy: EntityOrder | null;
  readonly page: PageArgs;
}

export interface WithinArgs {
  readonly filter?: EntityFilter;
  readonly page: PageArgs;
}

export interface LinkArgs {
  readonly role: LinkRole | null;
  readonly other: Noun | null;
  readonly outward: boolean | null;
  readonly page: PageArgs;
}

export interface ChildArgs {
  readonly level: PlaceLevel | null;
  readonly page: PageArgs;
}

type Within = Exclude<Noun, 'Place'>;
type Numbered = Exclude<Noun, 'Place' | 'Resident'>;

export interface Loaders extends StewardLoaders {
  /** Null for a null id and for what the caller may not see: the two look the same. */
  entity(noun: Noun, id: Uuid | null): Promise<EntityRow | null>;
  list(noun: Noun, args: ListArgs): Promise<PageOf<EntityRow>>;
  search(text: string, nouns: readonly Noun[] | null, page: PageArgs): Promise<PageOf<EntityRow>>;
  within(noun: Within, placeId: Uuid, args: WithinArgs): Promise<PageOf<EntityRow>>;
  links(row: EntityRow, args: LinkArgs): Promise<PageOf<TieRow>>;
  children(placeId: Uuid, args: ChildArgs): Promise<PageOf<EntityRow>>;
  /** From the top down, the place itself last; empty where the caller may not see it. */
  lineage(placeId: Uuid): Promise<readonly EntityRow[]>;
  household(id: Uuid): Promise<EntityRow[]>;
  residentByNumber(identityNumber: string): Promise<Uuid | null>;
  organizationByCode(creditCode: string): Promise<Uuid | null>;
  placeByCode(code: string): Promise<Uuid | null>;
  byNumber(noun: Numbered, number: string): Promise<Uuid | null>;
  records(entityId: Uuid, page: PageArgs): Promise<PageOf<RecordRow>>;
  /** @param id 'streamId:key' */
  record(id: string): Promise<RecordRow | null>;
  /** Of a connector; one that was never registered has never been read. */
  freshness(connector: string): Promise<FreshnessView>;
}

const NEVER: FreshnessView = { lastSuccess: null, dataAsOf: null, nextRun: null, health: 'NEVER' };

const same = (id: string): string => id;
const orNull = <Value>(ids: readonly string[], found: ReadonlyMap<string, Value>) =>
  ids.map((id) => found.get(id) ?? null);

function entityLoaders(reading: Reading): Pick<Loaders, 'entity'> {
  const loaders = Object.fromEntries(
    NOUNS.map((noun) => [
      noun,
      new DataLoader<Uuid, EntityRow | null>(async (ids) =>
        orNull(ids, await readEntities({ reading, noun, ids })),
      ),
    ]),
  ) as Record<Noun, DataLoader<Uuid, EntityRow | null>>;
  return {
    entity: (noun, id) => (id === null ? Promise.resolve(null) : loaders[noun].load(id)),
  };
}

/** Lists that hang on an entity: the same page of many parents is one statement. */
function pageLoaders(
  reading: Reading,
): Pick<Loaders, 'within' | 'links' | 'children' | 'records' | 'lineage' | 'household'> {
  const within = paged(
    async (placeIds: readonly Uuid[], args: WithinArgs & { noun: Within }) =>
      aligned(
        placeIds,
        await readWithinPages({
          reading,
          noun: args.noun,
          placeIds,
          filter: args.filter ?? {},
          page: args.page,
        }),
      ),
    same,
  );
  const links = paged(
    async (ids: readonly Uuid[], args: LinkArgs) =>
      aligned(ids, await readTiePages({ reading, ids, ...args })),
    same,
  );
  const children = paged(
    async (placeIds: readonly Uuid[], args: ChildArgs) =>
      aligned(placeIds, await readChildPages({ reading, placeIds, ...args })),
    same,
  );
  const records = paged(
    async (entityIds: readonly Uuid[], page: PageArgs) =>
      aligned(entityIds, await readRecordPages({ reading, entityIds, page })),
    same,
  );
  const lineages = new DataLoader(async (placeIds: readonly Uuid[]) => {
    const found = await readLineages({ reading, placeIds });
    return placeIds.map((id) => found.get(id) ?? []);
  });
  const households = new DataLoader(async (householdIds: readonly Uuid[]) => {
    const found = await readHouseholds({ reading, householdIds });
    return householdIds.map((id) => found.get(id) ?? []);
  });
  return {
    within: (noun, placeId, args) => within(placeId, { ...args, noun }),
    links: (row, args) => links(row.id, args),
    children,
    records,
    lineage: (placeId) => lineages.load(placeId),
    household: (id) => households.load(id),
  };
}

/** Makes the loaders of one request. */
export function createLoaders({
  reading,
  idKey,
  operations,
}: {
  readonly reading: Reading;
  readonly idKey: string;
  readonly operations: Pick<Operations, 'freshness'>;
}): Loaders {
  let freshness: ReturnType<Operations['freshness']> | undefined;
  const record = new DataLoader(async (ids: readonly string[]) =>
    orNull(ids, await readRecords({ reading, ids })),
  );
  return {
    ...entityLoaders(reading),
    ...pageLoaders(reading),
    ...stewardLoaders(reading),
    list: (noun, args) => readEntityPage({ reading, noun, ...args }),
    search: (text, nouns, page) => searchEntities({ reading, text, nouns, page }),
    residentByNumber: (identityNumber) => findResidentByNumber({ reading, idKey, identityNumber }),
    organizationByCode: (creditCode) => findOrganizationByCode({ reading, idKey, creditCode }),
    placeByCode: (code) => findPlaceByCode({ reading, idKey, code }),
    byNumber: (noun, number) => findByNumber({ reading, idKey, noun, number }),
    record: (id) => record.load(id),
    async freshness(connector) {
      freshness ??= operations.freshness();
      return (await freshness).get(connector) ?? NEVER;
    },
  };
}
