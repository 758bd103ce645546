import type { Catalogue, Stream } from '../../connect/connector';
import type { ItemView, Scope } from '../../access/scope';
import { throughView } from '../../access/view';
import type { MaskName } from '../../domain/masks';
import type { Noun } from '../../domain/nouns';
import { COLUMNS } from './columns';
import type { EntityRow, Reading } from './types';
import { seesHomes } from './visible';

/** How one attribute, as one mention of one stream gives it, is shown to the caller. */
interface Showing {
  readonly view: ItemView;
  readonly mask: MaskName;
}

const HIDDEN: Showing = { view: 'HIDDEN', mask: 'hidden' };

/** What an identity number tells by itself counts as a quasi-identifier, whatever item it was read from. */
const TOLD_BY_NUMBER: Readonly<Record<string, MaskName>> = { birthDate: 'year', sex: 'hidden' };

/** Attributes that no item feeds by their own name: the items that they are made of, first that is there. */
const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  residence: ['address', 'doorplate'],
  'Place.name': ['name', 'address', 'doorplate'],
  'Place.code': ['areaCode'],
};

type Spec = Readonly<Record<string, unknown>>;

function showingOf(
  scope: Scope,
  stream: Stream,
  spec: Spec,
  noun: Noun,
  attribute: string,
): Showing {
  const names = MADE_OF[`${noun}.${attribute}`] ?? MADE_OF[attribute] ?? [attribute];
  const source = names.map((name) => spec[name]).find((value) => value !== undefined);
  if (typeof source === 'object') return { view: scope.view.ORDINARY, mask: 'none' };
  const item = typeof source === 'string' ? stream.items.get(source) : undefined;
  if (item !== undefined) return { view: scope.view[item.kind], mask: item.mask };
  const mask = noun === 'Resident' ? TOLD_BY_NUMBER[attribute] : undefined;
  return mask === undefined ? HIDDEN : { view: scope.view.QUASI_IDENTIFIER, mask };
}

/** The mention that a residence came from is the place that the record ties the resident to. */
function homeSpec(stream: Stream): Spec {
  const link = stream.spec.links.find(({ role }) => role === 'LIVES_AT');
  return link === undefined ? {} : (stream.spec.mentions[link.to] as Spec);
}

/**
 * Shows rows to one caller. Each value goes by the item that gave it, found through its provenance: whole, through the
 * item's mask, or not at all. A value without provenance is not shown.
 */
export class Masker {
  readonly #known = new Map<string, Showing>();
  readonly #streams: ReadonlySet<number>;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly scope: Scope,
  ) {
    this.#streams = new Set(scope.streams);
  }

  /** How an attribute is shown that came from `reference` ('streamId:key:mention'). */
  showing(noun: Noun, attribute: string, reference: string): Showing {
    const [stream = '', , mention = ''] = reference.split(':');
    const name = `${noun}.${attribute} ${stream}:${mention}`;
    let showing = this.#known.get(name);
    if (showing === undefined) {
      showing = this.#work(noun, attribute, Number(stream), mention);
      this.#known.set(name, showing);
    }
    return showing;
  }

  #work(noun: Noun, attribute: string, streamId: number, mention: string): Showing {
    const stream = this.catalogue.streams.get(streamId);
    if (stream === undefined || !this.#streams.has(streamId)) return HIDDEN;
    const spec =
      attribute === 'residence' ? homeSpec(stream) : (stream.spec.mentions[mention] as Spec);
    return spec === undefined ? HIDDEN : showingOf(this.scope, stream, spec, noun, attribute);
  }

  /** 'streamId:mention' of everything that gives this attribute whole: what the caller may search by. */
  wholeSources(noun: Noun, attribute: string): string[] {
    return [...this.catalogue.streams.values()].flatMap((stream) =>
      Object.entries(stream.spec.mentions)
        .filter(([name, spec]) => {
          if (spec.as !== noun) return false;
          return this.showing(noun, attribute, `${String(stream.id)}::${name}`).view === 'WHOLE';
        })
        .map(([name]) => `${String(stream.id)}:${name}`),
    );
  }

  /** An entity's row as the caller may see it. */
  entity(noun: Noun, row: Readonly<Record<string, unknown>>): EntityRow {
    const from = (row['provenance'] ?? {}) as Readonly<Record<string, string>>;
    const shown: Record<string, unknown> = { noun };
    const provenance: Record<string, string> = {};
    for (const { name, attribute } of COLUMNS[noun]) {
      const value = row[name] ?? null;
      if (attribute === null) {
        shown[name] = value;
        continue;
      }
      const reference = from[attribute];
      const seen =
        value === null || reference === undefined
          ? null
          : show(this.showing(noun, attribute, reference), value);
      shown[name] = seen;
      if (seen !== null && reference !== undefined) provenance[attribute] = reference;
    }
    // Structure says whence it is where the caller may read that stream.
    for (const [attribute, reference] of Object.entries(from)) {
      if (!STRUCTURE[noun].has(attribute)) continue;
      if (this.#streams.has(Number(reference.split(':')[0]))) provenance[attribute] = reference;
    }
    if (noun === 'Event') shown['timeline'] = this.#timeline(row['timeline']);
    // The record behind a door is the record of who lives there.
    const isDoor = noun === 'Place' && row['baseId'] !== null && row['baseId'] !== row['id'];
    if (isDoor && !seesHomes(this.scope))
      return { ...shown, provenance: {} } as unknown as EntityRow;
    return { ...shown, provenance } as unknown as EntityRow;
  }

  #timeline(
    steps: unknown,
  ): { stage: string; at: string; stream: number; key: string; name: string }[] {
    return (steps as readonly { stage: string; at: string; record: string }[]).flatMap(
      ({ stage, at, record }) => {
        const [stream = '', key = '', name = ''] = record.split(':');
        return this.#streams.has(Number(stream))
          ? [{ stage, at, stream: Number(stream), key, name }]
          : [];
      },
    );
  }
}

const STRUCTURE: Readonly<Record<Noun, ReadonlySet<string>>> = {
  Resident: new Set(['area']),
  Place: new Set(['level', 'parent', 'area']),
  Event: new Set([
    'category',
    'stage',
    'stageAt',
    'closedAt',
    'occurredAt',
    'reportedAt',
    'place',
    'area',
  ]),
  Thing: new Set(['place', 'area']),
  Organization: new Set(['place', 'area']),
};

/** A value through view and mask. Masks are for text; a number is shown whole or not at all, as is an id. */
function show({ view, mask }: Showing, value: unknown): unknown {
  if (view === 'WHOLE') return value;
  return typeof value === 'string' && !UUID.test(value) ? throughView(view, mask, value) : null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const maskers = new WeakMap<Scope, Masker>();

/** The masker of a request: made once, with what it found out about the catalogue. */
export function maskerOf({ catalogue, scope }: Reading): Masker {
  let masker = maskers.get(scope);
  if (masker === undefined) {
    masker = new Masker(catalogue, scope);
    maskers.set(scope, masker);
  }
  return masker;
}
