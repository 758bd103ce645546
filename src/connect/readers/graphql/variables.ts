import type { GraphQLField } from 'graphql';
import { WangshuError } from '../../../domain/errors';
import type { Position } from '../http/position';
import type { GraphqlPaging, GraphqlSettings } from './settings';

type Json = GraphqlSettings['arguments'][string];

/** How one stream is asked for: the endpoint's settings, and what differs for it. */
export interface Asking {
  readonly paging: GraphqlPaging;
  readonly arguments: Readonly<Record<string, Json>>;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

export function askingOf(settings: GraphqlSettings, from: string): Asking {
  const own = settings.streams[from];
  return {
    paging: own?.paging ?? settings.paging,
    arguments: { ...settings.arguments, ...own?.arguments },
    since: own?.since ?? settings.since,
    until: own?.until ?? settings.until,
  };
}

/** A value put at a dotted place among the arguments, beside what stands there. */
function withValue(
  given: Readonly<Record<string, Json>>,
  at: string,
  value: Json,
): Record<string, Json> {
  const [head = '', ...rest] = at.split('.');
  if (rest.length === 0) return { ...given, [head]: value };
  const there = given[head];
  const inner = there !== null && typeof there === 'object' && !Array.isArray(there) ? there : {};
  return { ...given, [head]: withValue(inner, rest.join('.'), value) };
}

/** Arguments of the request for a page. */
export function variablesOf(
  asking: Asking,
  position: Position,
  size: number,
): Record<string, Json> {
  const { paging, since, until } = asking;
  let given: Record<string, Json> = { ...asking.arguments };
  if (since !== undefined && position.since !== null)
    given = withValue(given, since, position.since);
  if (until !== undefined && position.until !== null)
    given = withValue(given, until, position.until);
  if (paging.kind === 'connection') {
    given[paging.first] = size;
    if (position.at !== null) given[paging.after] = position.at;
  } else if (paging.kind === 'offset') {
    given[paging.limit] = size;
    given[paging.offset] = Number(position.at ?? paging.start);
  }
  return given;
}

/** Types of those arguments: as the endpoint shows them, as the settings name them, or as paging has them everywhere. */
export function typesOf(
  names: readonly string[],
  { paging }: Asking,
  { types }: GraphqlSettings,
  field: GraphQLField<unknown, unknown> | null,
): Record<string, string> {
  const usual: Record<string, string> =
    paging.kind === 'connection'
      ? { [paging.first]: 'Int', [paging.after]: 'String' }
      : paging.kind === 'offset'
        ? { [paging.limit]: 'Int', [paging.offset]: 'Int' }
        : {};
  return Object.fromEntries(
    names.map((name) => {
      const shown = field?.args.find((argument) => argument.name === name);
      const type =
        types[name] ?? (shown === undefined ? undefined : String(shown.type)) ?? usual[name];
      if (type !== undefined && (shown !== undefined || field === null)) return [name, type];
      throw new WangshuError(
        'CONNECTOR_INVALID',
        field === null
          ? `the type of the argument ${name} is required, the endpoint does not show it; name it in types: {${name}: …}`
          : `an argument that the endpoint has is required, ${name} is none of this field's (${field.args.map((each) => each.name).join(', ') || 'it has none'}); mend paging, arguments, since or until`,
      );
    }),
  );
}
