import type { CoordinateSystem } from '../../domain/coordinates';
import type { RawValue } from '../reader';
import type { AddressParts } from './address/parts';

/** What a normaliser makes of a raw value: text, a number, a truth value, or an address taken apart. */
export type NormalValue = string | number | boolean | AddressParts;

/** Options of an item in connector.yaml, as far as its type heeds them. */
export interface NormaliseOptions {
  /** Source code → hub code. */
  readonly values?: Readonly<Record<string, string>>;
  /** Hub code for source codes that `values` does not list. */
  readonly default?: string;
  /** Dates: order of the parts, such as DD/MM/YYYY. Addresses: us. */
  readonly format?: string;
  /** Sex: the source has 1 and 2 the wrong way round. */
  readonly swap?: boolean;
  /** IANA name; local times of the source are in it. Default: Asia/Shanghai. */
  readonly timeZone?: string;
  /** Longest text kept, in characters. */
  readonly maxLength?: number;
  readonly coordinates?: CoordinateSystem;
  /** Addresses: the county that is meant where none is named; one that names another lies elsewhere. */
  readonly within?: string;
}

/** `null`: the source says nothing. `given` tells the shape of a value, never the value. */
export type Normalised =
  | { readonly ok: true; readonly value: NormalValue | null }
  | { readonly ok: false; readonly required: string; readonly given: string };

export interface Normaliser {
  readonly name: string;
  /** What a value that cannot be read does, unless connector.yaml says otherwise. */
  readonly whenInvalid: 'quarantine' | 'keep';
  normalise(raw: RawValue, options: NormaliseOptions): Normalised;
}

const NOTHING: Normalised = { ok: true, value: null };

export function known(value: NormalValue): Normalised {
  return { ok: true, value };
}

export function nothing(): Normalised {
  return NOTHING;
}

export function unreadable(required: string, given: string): Normalised {
  return { ok: false, required, given };
}
