import { z } from 'zod';
import type { StreamSource } from '../../reader';
import { protocol } from './failure';

const metadata = z.looseObject({
  breadcrumb: z.array(z.string()),
  metadata: z.record(z.string(), z.unknown()),
});
const property = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  description: z.string().optional(),
});
const entry = z.looseObject({
  tap_stream_id: z.string().optional(),
  stream: z.string().optional(),
  key_properties: z.array(z.string()).nullish(),
  replication_key: z.string().nullish(),
  schema: z.looseObject({ properties: z.record(z.string(), property).default({}) }),
  metadata: z.array(metadata).default([]),
});
const catalog = z.looseObject({ streams: z.array(entry) });

/** What `--discover` writes; everything the tap says of itself is kept as it is. */
export type Catalog = z.infer<typeof catalog>;
export type Entry = z.infer<typeof entry>;
export type Property = z.infer<typeof property>;

export function catalogOf(value: unknown): Catalog {
  const parsed = catalog.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw protocol(
    `a Singer catalogue is required of the tap's --discover, something else is given${where === '' ? '' : ` (at ${where})`}; run it by hand to see it`,
  );
}

export const idOf = ({ tap_stream_id: id, stream }: Entry): string => id ?? stream ?? '';

/** Of the whole stream ([]), or of a field of it. */
export function metadataOf(
  { metadata: list }: Entry,
  ...breadcrumb: string[]
): Record<string, unknown> {
  const wanted = JSON.stringify(breadcrumb);
  return list.find((each) => JSON.stringify(each.breadcrumb) === wanted)?.metadata ?? {};
}

/** Names are one where they differ in case and in what joins their parts: taps write public-person, public.person and public_person. */
export const nameOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\d]+/gu, '_');

/** The stream that `from` names: by its id, else by a name that only one has. */
export function entryFor({ streams }: Catalog, from: string): Entry {
  const exact = streams.find((each) => idOf(each) === from);
  if (exact !== undefined) return exact;
  const named = streams.filter(
    (each) => each.stream === from || nameOf(idOf(each)) === nameOf(from),
  );
  const [only] = named;
  if (named.length === 1 && only !== undefined) return only;
  const ids = streams.map(idOf).sort();
  const shown = ids.slice(0, 20).join(', ');
  throw protocol(
    `a stream of the tap is required as from (${shown}${ids.length > 20 ? ', …' : ''}${ids.length === 0 ? 'it offers none: check its configuration and rights' : ''}), "${from}" is given${named.length > 1 ? ', which several are called' : ''}`,
  );
}

/**
 * The tap's own catalogue with one stream selected, and of it the fields that the stream may read: what is NOT_SHARED is not asked
 * for. With a cursor the tap reads by it (INCREMENTAL), else whole (FULL_TABLE). Both ways of saying so are written: as metadata, and as
 * older taps take it, in the schema.
 */
export function selected(whole: Catalog, chosen: Entry, stream: StreamSource): Catalog {
  return {
    ...whole,
    streams: whole.streams.map((each) =>
      each === chosen ? withFields(each, stream) : without(each),
    ),
  };
}

function without(each: Entry): Entry {
  const rest = each.metadata.filter(({ breadcrumb }) => breadcrumb.length > 0);
  const own = { ...metadataOf(each), selected: false };
  return {
    ...each,
    selected: false,
    schema: { ...each.schema, selected: false },
    metadata: [{ breadcrumb: [], metadata: own }, ...rest],
  };
}

function withFields(each: Entry, { fields, key, cursor }: StreamSource): Entry {
  const method = cursor === undefined ? 'FULL_TABLE' : 'INCREMENTAL';
  const root = metadataOf(each);
  const own = {
    ...root,
    selected: true,
    'replication-method': method,
    ...(cursor === undefined ? {} : { 'replication-key': cursor }),
    ...(root['is-view'] === true ? { 'view-key-properties': [...key] } : {}),
  };
  const names = Object.keys(each.schema.properties);
  const isWanted = (path: string): boolean =>
    fields.some(
      (field) => field === path || field.startsWith(`${path}.`) || path.startsWith(`${field}.`),
    );
  const nested = each.metadata.filter(({ breadcrumb }) => breadcrumb.length > 0);
  const told = new Set(nested.map(({ breadcrumb }) => JSON.stringify(breadcrumb)));
  const untold = names
    .map((name) => ['properties', name])
    .filter((breadcrumb) => !told.has(JSON.stringify(breadcrumb)))
    .map((breadcrumb) => ({ breadcrumb, metadata: {} }));
  return {
    ...each,
    selected: true,
    replication_method: method,
    ...(cursor === undefined ? {} : { replication_key: cursor }),
    schema: {
      ...each.schema,
      selected: true,
      properties: Object.fromEntries(
        names.map((name) => [name, { ...each.schema.properties[name], selected: isWanted(name) }]),
      ),
    },
    metadata: [
      { breadcrumb: [], metadata: own },
      ...[...nested, ...untold].map(({ breadcrumb, metadata: said }) => ({
        breadcrumb,
        metadata: {
          ...said,
          selected: isWanted(breadcrumb.filter((_, i) => i % 2 === 1).join('.')),
        },
      })),
    ],
  };
}
