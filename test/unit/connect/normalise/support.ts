import type { RawValue } from '../../../../src/connect/reader';
import {
  normaliserFor,
  type NormaliseOptions,
  type NormalValue,
} from '../../../../src/connect/normalise';

/** The value a normaliser makes; `undefined` where it refuses. */
export function value(
  type: string,
  raw: RawValue,
  options: NormaliseOptions = {},
): NormalValue | null | undefined {
  const result = normaliserFor(type)?.normalise(raw, options);
  if (result === undefined) throw new Error(`no normaliser ${type}`);
  return result.ok ? result.value : undefined;
}

/** What it says of a value that it refuses. */
export function refusal(
  type: string,
  raw: RawValue,
  options: NormaliseOptions = {},
): { required: string; given: string } {
  const result = normaliserFor(type)?.normalise(raw, options);
  if (result === undefined || result.ok) throw new Error(`${type} takes it`);
  return { required: result.required, given: result.given };
}
