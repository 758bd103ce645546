import { keyedId, type Uuid } from '../../domain/ids';
import type { MentionContext } from './context';
import { holds, textAttribute } from './context';
import type { MappedBridge } from './types';

/** What names a mention: its anchor, whether anything but its own record does, and the other keys it ties together. */
export interface Identity {
  readonly anchor: Uuid;
  readonly identified: boolean;
  readonly numbers: readonly string[];
  readonly bridges: readonly { a: Uuid; b: Uuid; aRank: number; bRank: number }[];
}

/** A record's own number ranks behind every number it cites: the first report of a case names the case. */
const OWN_RANK = 10;

interface Key {
  readonly id: Uuid;
  readonly rank: number;
}

/** The key of a mention that nothing identifies: its own record. */
function ownRecord({ idKey, stream, key, name }: MentionContext): Uuid {
  return keyedId(idKey, 'mention', String(stream.id), key, name);
}

function identityOf(
  keys: readonly Key[],
  numbers: readonly string[],
  context: MentionContext,
): Identity {
  const [first, ...others] = keys;
  if (first === undefined)
    return { anchor: ownRecord(context), identified: false, numbers, bridges: [] };
  return {
    anchor: first.id,
    identified: true,
    numbers,
    bridges: others
      .filter((other) => other.id !== first.id)
      .map((other) => ({ a: first.id, b: other.id, aRank: first.rank, bRank: other.rank })),
  };
}

/** Residents: the identity number or nothing. Two numbers are never bridged. */
export function identifyResident(context: MentionContext): Identity {
  const number = textAttribute(context, 'identityNumber');
  const keys = number === null ? [] : [{ id: keyedId(context.idKey, 'Resident', number), rank: 0 }];
  return identityOf(keys, [], context);
}

/** Events, things and organisations: credit code, cited numbers in the YAML's order, own number. */
export function identifyNumbered(context: MentionContext): Identity {
  const { spec, idKey, raw, values } = context;
  const keys: Key[] = [];
  const numbers: string[] = [];
  const code = textAttribute(context, 'creditCode');
  if (code !== null) keys.push({ id: keyedId(idKey, 'creditCode', code), rank: 0 });
  const references = [
    ...(spec.cites ?? []).map((reference, index) => ({ reference, rank: 1 + index })),
    ...(spec.number === undefined ? [] : [{ reference: spec.number, rank: OWN_RANK }]),
  ];
  for (const { reference, rank } of references) {
    if (!holds(raw, reference.when)) continue;
    const value = values[reference.item];
    if (value === null || value === undefined || typeof value === 'object') continue;
    const number = String(value);
    keys.push({ id: keyedId(idKey, spec.as, reference.scheme, number), rank });
    numbers.push(`${reference.scheme}:${number}`);
  }
  return identityOf(keys, numbers, context);
}

export function bridgesOf(
  context: MentionContext,
  noun: number,
  identity: Identity,
): MappedBridge[] {
  return identity.bridges.map((bridge) => ({ name: context.name, noun, ...bridge }));
}
