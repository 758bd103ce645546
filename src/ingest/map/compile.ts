import type { Item, Stream } from '../../connect/connector';
import type { RawValue } from '../../connect/reader';
import { normaliserFor, type NormaliseOptions, type NormalValue } from '../../connect/normalise';
import type { Uuid } from '../../domain/ids';
import { NOUN_CODE } from '../../domain/nouns';
import { attributesOf } from './attributes';
import { holds, type MentionContext, type RowContext } from './context';
import { bridgesOf, identifyNumbered, identifyResident } from './identify';
import { mapPlace } from './place';
import { dateOf } from './time';
import type {
  MappedBridge,
  MappedClaim,
  MappedDoorplate,
  MappedMention,
  MapResult,
  RowFault,
} from './types';

type Read = { ok: true; value: NormalValue | null } | { ok: false; fault: RowFault };

/** One item's way from raw to normal value, its table of options built once. */
function compileItem(item: Item): (raw: RawValue) => Read {
  const normaliser = normaliserFor(item.type);
  if (normaliser === undefined) throw new Error(`no normaliser is named ${item.type}`); // the schema lets none through
  const given: Record<string, unknown> = {};
  for (const name of [
    'values',
    'default',
    'format',
    'swap',
    'timeZone',
    'maxLength',
    'coordinates',
    'within',
  ] as const) {
    if (item[name] !== undefined) given[name] = item[name];
  }
  const options = given as NormaliseOptions;
  const whenInvalid = item.whenInvalid ?? normaliser.whenInvalid;
  const label = item.zh ?? item.name;
  const fault = (message: string): Read => ({
    ok: false,
    fault: { code: 'VALUE_INVALID', item: item.name, message },
  });
  return (raw) => {
    const result = normaliser.normalise(raw ?? null, options);
    if (result.ok) {
      if (result.value === null && item.required === true)
        return fault(`${label}: a value is required, none is given`);
      return { ok: true, value: result.value };
    }
    if (item.type === 'code' && item.default !== undefined)
      return { ok: true, value: item.default };
    if (whenInvalid === 'keep' && item.required !== true) return { ok: true, value: null };
    return fault(`${label}: ${result.required} is required, ${result.given} is given`);
  };
}

interface Mapped {
  readonly mentions: MappedMention[];
  readonly bridges: MappedBridge[];
  readonly doorplates: MappedDoorplate[];
}

function mapMention(context: MentionContext, into: Mapped): void {
  const { spec, name } = context;
  if (!holds(context.raw, spec.when)) return;
  if (spec.as === 'Place') {
    const place = mapPlace(context);
    if (place.mention !== null) into.mentions.push(place.mention);
    into.bridges.push(...place.bridges);
    into.doorplates.push(...place.doorplates);
    return;
  }
  const attrs = attributesOf(context, spec.as);
  const identity = spec.as === 'Resident' ? identifyResident(context) : identifyNumbered(context);
  if (Object.keys(attrs).length === 0 && !identity.identified) return;
  if (identity.numbers.length > 0) attrs['numbers'] = identity.numbers;
  const noun = NOUN_CODE[spec.as];
  const makes = identity.identified || spec.create !== 'identified';
  const anchor = makes ? identity.anchor : null;
  into.mentions.push({
    name,
    noun,
    entityId: anchor,
    anchor,
    tail: null,
    doorplate: null,
    base: null,
    identified: identity.identified,
    attrs,
  });
  into.bridges.push(...bridgesOf(context, noun, identity));
}

function dayOf({ values, timeZone }: RowContext, item: string | undefined): string | null {
  const value = item === undefined ? null : values[item];
  return typeof value === 'string' ? dateOf(value, timeZone) : null;
}

function mapClaims(context: RowContext, mentions: readonly MappedMention[]): MappedClaim[] {
  const { links } = context.stream.spec;
  const claims: MappedClaim[] = [];
  if (links.length === 0) return claims;
  const said = new Set(mentions.map((mention) => mention.name));
  for (const [ord, { role, from, to, since, until }] of links.entries())
    if (said.has(from) && said.has(to))
      claims.push({
        ...{ ord, role, from, to },
        since: dayOf(context, since),
        until: dayOf(context, until),
      });
  return claims;
}

/** A stream's mapping, compiled once: kept row in, mentions and claims out. Pure, and the same for the same row. */
export function compileMapping(
  stream: Stream,
  idKey: string,
  timeZone: string,
): (key: Uuid, raw: Readonly<Record<string, RawValue>>) => MapResult {
  const items = [...stream.items.values()].map((item) => ({
    name: item.name,
    read: compileItem(item),
  }));
  const mentionSpecs = Object.entries(stream.spec.mentions);
  const observedItem = stream.spec.observedAt ?? stream.spec.cursor;
  return (key, raw) => {
    const values: Record<string, NormalValue | null> = {};
    for (const { name, read } of items) {
      const result = read(raw[name] ?? null);
      if (!result.ok) return result;
      values[name] = result.value;
    }
    const context: RowContext = { stream, idKey, key, raw, values, timeZone };
    const mapped: Mapped = { mentions: [], bridges: [], doorplates: [] };
    for (const [name, spec] of mentionSpecs) mapMention({ ...context, name, spec }, mapped);
    const observed = observedItem === undefined ? null : values[observedItem];
    const observedAt = typeof observed === 'string' && /^\d{4}-/.test(observed) ? observed : null;
    return {
      ok: true,
      row: { observedAt, ...mapped, claims: mapClaims(context, mapped.mentions) },
    };
  };
}
