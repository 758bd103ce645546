import type { GraphQLField, GraphQLSchema } from 'graphql';
import { isWangshuError, WangshuError } from '../../../domain/errors';
import type {
  DiscoveredStream,
  Page,
  RawValue,
  Reader,
  ReadRequest,
  StreamSource,
} from '../../reader';
import { bodyOf } from '../http/body';
import { Client } from '../http/client';
import { protocol } from '../http/failure';
import type { Way } from '../http/paging';
import type { Position } from '../http/position';
import { readPages } from '../http/read-pages';
import { columnsOf } from '../http/rows';
import { totalAt } from '../http/total';
import { valueAt } from '../value-at';
import { dataOf } from './answer';
import { discoveredStreams } from './discover';
import { pathOf } from './names';
import { queryText } from './query';
import { fieldAt, INTROSPECTION, leavesOf, rowTypeOf, schemaOf, type Leaf } from './schema';
import type { GraphqlPaging, GraphqlSettings } from './settings';
import { askingOf, typesOf, variablesOf, type Asking } from './variables';

type Data = { readonly [key: string]: RawValue };

/** One stream, held against what the endpoint shows of itself. */
interface Plan {
  readonly stream: StreamSource;
  readonly asking: Asking;
  readonly path: readonly string[];
  readonly field: GraphQLField<unknown, unknown> | null;
  /** Values of a row, as the endpoint shows them; null: it shows nothing. */
  readonly leaves: readonly Leaf[] | null;
}

/**
 * Lists of a GraphQL endpoint, page by page. The query names the fields of the stream and nothing else; values go as variables.
 * Sends, waits, signs and retries as `http` does. A checkpoint of nobody's making is refused (SOURCE_PROTOCOL); a cursor the
 * endpoint knows no more begins the read again.
 */
export class GraphqlReader implements Reader {
  readonly #client: Client;
  /** Asked for once. */
  #schema: Promise<GraphQLSchema | null> | undefined;

  constructor(private readonly settings: GraphqlSettings) {
    this.#client = new Client(settings.url, settings);
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#ask('query Wangshu { __typename }', {}, 'the endpoint', signal, 0);
  }

  async discover(signal: AbortSignal): Promise<readonly DiscoveredStream[]> {
    const schema = this.settings.introspection ? await this.#shown(signal) : null;
    if (schema !== null) return discoveredStreams(schema);
    throw new WangshuError(
      'SOURCE_REFUSED',
      'an endpoint that shows its schema is required to find out what it offers, this one does not; ask the department to allow introspection, or write the streams by hand',
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async *read(request: ReadRequest): AsyncGenerator<Page> {
    const { stream, signal } = request;
    const plan = await this.#plan(stream, signal);
    const { asking } = plan;
    yield* readPages(request, {
      way: wayOf(asking.paging),
      since: asking.since !== undefined,
      until: asking.until !== undefined,
      pageSize: this.settings.pageSize,
      ask: (position, size, kept) => this.#page(plan, position, size, kept, signal),
      offers: (list) => offersOf(plan, list),
    });
  }

  async #plan(stream: StreamSource, signal: AbortSignal): Promise<Plan> {
    const asking = askingOf(this.settings, stream.from);
    const path = pathOf(stream.from, 'a path');
    const schema = this.settings.introspection ? await this.#shown(signal) : null;
    if (schema === null) return { stream, asking, path, field: null, leaves: null };
    const field = fieldAt(schema, path);
    const row = field === null ? null : rowTypeOf(field, rowNames(asking.paging));
    if (field === null || row === null)
      throw protocol(
        `a field ${stream.from} that lists rows is required, the endpoint shows none; mend from or paging in connector.yaml`,
      );
    return { stream, asking, path, field, leaves: leavesOf(row) };
  }

  /** What the endpoint shows of itself; null where it refuses to, which is not refused for: its types may stand in the settings. */
  #shown(signal: AbortSignal): Promise<GraphQLSchema | null> {
    this.#schema ??= this.#ask(INTROSPECTION, {}, 'the schema', signal)
      .then(schemaOf)
      .catch((error: unknown) => {
        if (isWangshuError(error) && error.code === 'SOURCE_PROTOCOL') return null;
        // Asked again the next time: it was not the endpoint's word on its schema.
        this.#schema = undefined;
        throw error;
      });
    return this.#schema;
  }

  async #page(
    plan: Plan,
    position: Position,
    size: number,
    kept: boolean,
    signal: AbortSignal,
  ): Promise<{ list: readonly RawValue[]; next: string | null; total: number | null } | null> {
    const { asking, path, field, leaves, stream } = plan;
    const { paging } = asking;
    const variables = variablesOf(asking, position, size);
    const types = typesOf(Object.keys(variables), asking, this.settings, field);
    // What the endpoint no longer has would make it refuse the whole: it is left out here, and reported by `offers`.
    const there = leaves === null ? null : new Set(leaves.map(({ name }) => name));
    const fields = stream.fields.filter((name) => there?.has(name) ?? true);
    const query = queryText({ path, fields, types, paging });
    let data: Data;
    try {
      data = await this.#ask(query, variables, stream.from, signal);
    } catch (error) {
      const forgotten = kept && paging.kind === 'connection';
      if (forgotten && isWangshuError(error) && error.code === 'SOURCE_PROTOCOL') return null;
      throw error;
    }
    const value = valueAt(data, path.join('.'));
    return {
      list: rowsOf(value, paging, stream.from),
      next: paging.kind === 'connection' ? nextOf(value, stream.from) : null,
      total: paging.kind === 'none' ? null : totalAt(value, paging.total),
    };
  }

  #ask(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    name: string,
    signal: AbortSignal,
    retries?: number,
  ): Promise<Data> {
    return this.#client.ask(
      {
        url: new URL(this.settings.url),
        method: 'POST',
        body: JSON.stringify({ query, variables }),
        name,
        accept: 'application/graphql-response+json, application/json;q=0.9',
        // Refusals of the query itself come with their errors (GraphQL over HTTP, 6.4).
        also: [400, 422],
        ...(retries === undefined ? {} : { retries }),
      },
      signal,
      (answer) => dataOf(bodyOf(answer, 'json', name), name),
    );
  }
}

function wayOf(paging: GraphqlPaging): Way {
  if (paging.kind === 'connection') return { kind: 'cursor' };
  return paging.kind === 'offset' ? paging : { kind: 'none' };
}

/** Names that lead from the field to a row. */
function rowNames(paging: GraphqlPaging): readonly string[] {
  if (paging.kind === 'connection') return paging.rows === 'nodes' ? ['nodes'] : ['edges', 'node'];
  return paging.kind === 'offset' && paging.rows !== undefined ? paging.rows.split('.') : [];
}

function rowsOf(value: RawValue, paging: GraphqlPaging, from: string): readonly RawValue[] {
  const names = rowNames(paging);
  const edges = names[0] === 'edges';
  const list = names.length === 0 ? value : valueAt(value, edges ? 'edges' : names.join('.'));
  if (!Array.isArray(list))
    throw protocol(
      `a list is required at ${[from, ...(edges ? ['edges'] : names)].join('.')} of the answer, something else is given; mend paging`,
    );
  return edges ? list.map((edge) => valueAt(edge, 'node')) : list;
}

/** Cursor of the next page; null: this was the last. */
function nextOf(connection: RawValue, from: string): string | null {
  if (valueAt(connection, 'pageInfo.hasNextPage') !== true) return null;
  const cursor = valueAt(connection, 'pageInfo.endCursor');
  if (typeof cursor === 'string' && cursor !== '') return cursor;
  throw protocol(
    `an endCursor is required at ${from}.pageInfo, since it says that there is more; none is given`,
  );
}

/** What the source has: its own fields, and of objects within a row and lists of values those that the contract names. */
function offersOf(
  { leaves, stream }: Plan,
  list: readonly RawValue[],
): Pick<Page, 'columns' | 'columnsDeclared' | 'types'> {
  if (leaves === null) return { columns: columnsOf(list, stream) };
  const offered = leaves.filter(
    ({ name, isList }) => (!name.includes('.') && !isList) || stream.fields.includes(name),
  );
  return {
    columns: offered.map(({ name }) => name),
    columnsDeclared: true,
    types: Object.fromEntries(offered.map(({ name, type }) => [name, type])),
  };
}
