import type { Stream } from '../../connect/connector';
import type { RawValue } from '../../connect/reader';
import type { MentionSpec, WhenSpec } from '../../connect/spec';
import type { NormalValue } from '../../connect/normalise';
import { toCgcs2000, type Position } from '../../domain/coordinates';
import type { Uuid } from '../../domain/ids';

/** Everything one mention is made from. */
export interface RowContext {
  readonly stream: Stream;
  readonly idKey: string;
  readonly key: Uuid;
  readonly raw: Readonly<Record<string, RawValue>>;
  readonly values: Readonly<Record<string, NormalValue | null>>;
  readonly timeZone: string;
}

export interface MentionContext extends RowContext {
  readonly name: string;
  readonly spec: MentionSpec;
}

function valueOf(context: MentionContext, name: string): NormalValue | null {
  const source = (context.spec as Record<string, unknown>)[name];
  if (source === undefined) return null;
  if (typeof source === 'string') return context.values[source] ?? null;
  return (source as { const: string | number }).const;
}

/** Longitude and latitude in CGCS2000, from the system that the connector says its source uses. */
function positionOf(context: MentionContext): Position | null {
  const longitude = valueOf(context, 'longitude');
  const latitude = valueOf(context, 'latitude');
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null;
  const item = (context.spec as Record<string, unknown>)['longitude'];
  const system = typeof item === 'string' ? context.stream.items.get(item)?.coordinates : undefined;
  return toCgcs2000(longitude, latitude, system ?? 'CGCS2000');
}

/**
 * Value of an attribute of this mention: an item's normal form or the constant of the YAML. A longitude without its latitude
 * is no position: null.
 */
export function attribute(context: MentionContext, name: string): NormalValue | null {
  if (name === 'longitude' || name === 'latitude') return positionOf(context)?.[name] ?? null;
  return valueOf(context, name);
}

export function textAttribute(context: MentionContext, name: string): string | null {
  const value = attribute(context, name);
  if (value === null || typeof value === 'object') return null;
  return String(value);
}

/** Whether raw values are those that `when` names. */
export function holds(raw: RowContext['raw'], when: WhenSpec | undefined): boolean {
  if (when === undefined) return true;
  return Object.entries(when).every(([item, wanted]) => {
    const value = raw[item];
    const text =
      value === null || value === undefined
        ? ''
        : (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim();
    return typeof wanted === 'string' ? text === wanted : wanted.includes(text);
  });
}
