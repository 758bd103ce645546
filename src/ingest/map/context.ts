import type { Stream } from '../../connect/connector';
import type { RawValue } from '../../connect/reader';
import type { MentionSpec, WhenSpec } from '../../connect/spec';
import type { NormalValue } from '../../connect/normalise';
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

/** Value of an attribute of this mention: an item's normal form or the constant of the YAML. */
export function attribute(context: MentionContext, name: string): NormalValue | null {
  const source = (context.spec as Record<string, unknown>)[name];
  if (source === undefined) return null;
  if (typeof source === 'string') return context.values[source] ?? null;
  return (source as { const: string | number }).const;
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
        : String(value as string | number | boolean).trim();
    return typeof wanted === 'string' ? text === wanted : wanted.includes(text);
  });
}
