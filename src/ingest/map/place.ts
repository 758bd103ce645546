import { derivedId, keyedId, type Uuid } from '../../domain/ids';
import { NOUN_CODE } from '../../domain/nouns';
import { addressKeys, addressText, type AddressParts } from '../../connect/normalise';
import { attribute, textAttribute, type MentionContext } from './context';
import type { MappedBridge, MappedDoorplate, MappedMention } from './types';

const NOUN = NOUN_CODE.Place;

export interface MappedPlace {
  readonly mention: MappedMention | null;
  readonly bridges: readonly MappedBridge[];
  readonly doorplates: readonly MappedDoorplate[];
}

const NOTHING: MappedPlace = { mention: null, bridges: [], doorplates: [] };

export function areaId(idKey: string, code: string): Uuid {
  return keyedId(idKey, 'area', code);
}

/** A node of the area tree (district … grid), named by its code. */
function mapArea(context: MentionContext, code: string): MappedPlace {
  const parentCode = textAttribute(context, 'parentCode');
  const anchor = areaId(context.idKey, code);
  const attrs = {
    areaNode: true,
    code,
    level: textAttribute(context, 'level'),
    name: textAttribute(context, 'name'),
    parent: parentCode === null ? null : areaId(context.idKey, parentCode),
    longitude: attribute(context, 'longitude'),
    latitude: attribute(context, 'latitude'),
    population: attribute(context, 'population'),
  };
  return {
    mention: {
      name: context.name,
      noun: NOUN,
      entityId: anchor,
      anchor,
      tail: null,
      doorplate: null,
      base: null,
      identified: true,
      attrs,
    },
    bridges: [],
    doorplates: [],
  };
}

/** What the registrar's row ties together: compound and street number, doorplate code and address. */
function registered(
  context: MentionContext,
  bases: readonly Uuid[],
  tail: string,
  code: Uuid | null,
): Omit<MappedPlace, 'mention'> {
  const [base, ...others] = bases;
  if (context.spec.register !== true || base === undefined) return { bridges: [], doorplates: [] };
  return {
    bridges: others.map((other) => ({
      name: context.name,
      noun: NOUN,
      a: base,
      b: other,
      aRank: 0,
      bRank: 1,
    })),
    doorplates: code === null ? [] : [{ name: context.name, code, base, tail }],
  };
}

/** An address, a doorplate code, or both. The code outranks the text; resolve looks it up in the register. */
export function mapPlace(context: MentionContext): MappedPlace {
  const code = textAttribute(context, 'areaCode');
  if (code !== null) return mapArea(context, code);
  const parts = attribute(context, 'address') as AddressParts | null;
  const plate = textAttribute(context, 'doorplate');
  if (parts === null && plate === null) return NOTHING;
  const { idKey, name } = context;
  const keys = parts === null ? { bases: [], tail: [] } : addressKeys(parts);
  const bases = keys.bases.map((base) => keyedId(idKey, 'base', base));
  const doorplate = plate === null ? null : keyedId(idKey, 'doorplate', plate);
  const anchor = bases[0] ?? null;
  const tail = keys.tail.join('/');
  const area = textAttribute(context, 'area');
  const attrs = {
    base: keys.bases[0] ?? null,
    address: parts === null ? null : addressText(parts),
    plate,
    area: area === null ? null : areaId(idKey, area),
    longitude: attribute(context, 'longitude'),
    latitude: attribute(context, 'latitude'),
  };
  const entityId = anchor === null ? null : tail === '' ? anchor : derivedId(anchor, tail);
  return {
    mention: {
      name,
      noun: NOUN,
      entityId,
      anchor,
      tail,
      doorplate,
      base: anchor,
      identified: anchor !== null || doorplate !== null,
      attrs,
    },
    ...registered(context, bases, tail, doorplate),
  };
}
