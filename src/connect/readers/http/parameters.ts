import { WangshuError } from '../../../domain/errors';
import type { RawValue } from '../../reader';
import { askedLink, toldTo } from './link-address';
import type { Position } from './position';
import type { HttpSettings } from './settings';

export interface Parameters {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  /** JSON text; null: none is sent. */
  readonly body: string | null;
}

/** The request at a position: everything the source is asked for, in its query or, where it has one, in its body. */
export function parametersOf(
  position: Position,
  settings: HttpSettings,
  from: string,
  size: number,
): Parameters {
  const { paging, method } = settings;
  // A next-page link is whole: page size and `since` are in it already.
  const linked = paging.kind === 'link' && position.at !== null;
  const url = linked
    ? new URL(askedLink(position.at ?? '', toldTo(settings)))
    : addressOf(settings, from);
  const home = new URL(settings.baseUrl).origin === url.origin;
  for (const [name, value] of Object.entries(home ? settings.query : {}))
    if (!linked || !url.searchParams.has(name)) url.searchParams.set(name, value);
  const named = linked ? [] : namedParameters(position, settings, size);
  if (method === 'GET' || settings.body === undefined) {
    for (const [name, value] of named) url.searchParams.set(name, String(value));
    return { url, method, body: null };
  }
  const body = structuredClone(settings.body) as Record<string, RawValue>;
  for (const [name, value] of named) place(body, name.split('.'), value);
  return { url, method, body: JSON.stringify(body) };
}

function addressOf({ baseUrl }: HttpSettings, from: string): URL {
  return new URL(`${baseUrl.replace(/\/+$/, '')}/${from.replace(/^\/+/, '')}`);
}

function namedParameters(
  { since, until, at }: Position,
  settings: HttpSettings,
  size: number,
): [string, string | number][] {
  const { paging } = settings;
  const named: [string, string | number][] = [];
  if (since !== null && settings.since !== undefined) named.push([settings.since, since]);
  if (until !== null && settings.until !== undefined) named.push([settings.until, until]);
  if (paging.kind === 'none') return named;
  if (paging.sizeParam !== undefined) named.push([paging.sizeParam, size]);
  if (paging.kind === 'page' || paging.kind === 'offset')
    named.push([paging.param, Number(at ?? paging.start)]);
  else if (paging.kind === 'cursor' && at !== null) named.push([paging.param, at]);
  return named;
}

/** Puts a value at a dotted place; objects on the way are made. Throws CONNECTOR_INVALID where something else is on the way. */
export function place(
  values: Record<string, RawValue>,
  [head = '', ...rest]: readonly string[],
  value: RawValue,
): void {
  if (rest.length === 0) {
    values[head] = value;
    return;
  }
  const there = Object.hasOwn(values, head) ? values[head] : undefined;
  if (there === undefined || there === null) values[head] = {};
  else if (typeof there !== 'object' || Array.isArray(there))
    throw new WangshuError(
      'CONNECTOR_INVALID',
      `an object is required at ${head}, where ${rest.join('.')} is to be put, something else is given; mend the reader's settings`,
    );
  place(values[head] as Record<string, RawValue>, rest, value);
}
