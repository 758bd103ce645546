import { WangshuError } from '../../../domain/errors';
import type { GraphqlPaging } from './settings';
import { pathOf } from './names';

/** Fields of a selection; one without fields of its own is a leaf. */
type Selection = Map<string, Selection>;

export interface Query {
  /** Names of `from`, from the root field on. */
  readonly path: readonly string[];
  /** Dotted fields of a row. */
  readonly fields: readonly string[];
  /** Types of the arguments that are given, by name. */
  readonly types: Readonly<Record<string, string>>;
  readonly paging: GraphqlPaging;
}

/**
 * The text of a query: names alone, values go as variables of the arguments' own names. Throws CONNECTOR_INVALID for a
 * field that is no name, or stands for both a value and an object.
 */
export function queryText({ path, fields, types, paging }: Query): string {
  const names = Object.keys(types);
  const declared = names.map((name) => `$${name}: ${types[name] ?? ''}`).join(', ');
  const given = names.map((name) => `${name}: $${name}`).join(', ');
  const inner = listSelection(paging, rowSelection(fields));
  const last = path.length - 1;
  const text = path.reduceRight(
    (within, name, i) =>
      `${name}${i === last && given !== '' ? `(${given})` : ''} ${within}`
        .replace(/^/, '{ ')
        .concat(' }'),
    write(inner),
  );
  return `query Wangshu${declared === '' ? '' : `(${declared})`} ${text}`;
}

function rowSelection(fields: readonly string[]): Selection {
  const selection: Selection = new Map();
  const leaves = new Set<Selection>();
  for (const field of fields) {
    let at = selection;
    for (const name of pathOf(field, 'a field')) {
      if (leaves.has(at)) both(field);
      const next = at.get(name) ?? (new Map() as Selection);
      at.set(name, next);
      at = next;
    }
    if (at.size > 0) both(field);
    leaves.add(at);
  }
  // A selection must not be empty; a source that lost all its fields still has rows to count.
  if (selection.size === 0) selection.set('__typename', new Map());
  return selection;
}

function both(field: string): never {
  throw new WangshuError(
    'CONNECTOR_INVALID',
    `a field that is a value or an object is required, "${field}" is read as both; mend items in connector.yaml`,
  );
}

function listSelection(paging: GraphqlPaging, rows: Selection): Selection {
  if (paging.kind === 'none') return rows;
  const selection: Selection = new Map();
  if (paging.kind === 'connection') {
    put(selection, ['pageInfo', 'hasNextPage']);
    put(selection, ['pageInfo', 'endCursor']);
    if (paging.total !== undefined) put(selection, paging.total.split('.'));
    put(selection, paging.rows === 'nodes' ? ['nodes'] : ['edges', 'node'], rows);
    return selection;
  }
  if (paging.rows === undefined) return rows;
  if (paging.total !== undefined) put(selection, paging.total.split('.'));
  put(selection, paging.rows.split('.'), rows);
  return selection;
}

function put(selection: Selection, path: readonly string[], leaf: Selection = new Map()): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    selection.set(head, leaf);
    return;
  }
  const next = selection.get(head) ?? (new Map() as Selection);
  selection.set(head, next);
  put(next, rest, leaf);
}

function write(selection: Selection): string {
  const parts = [...selection].map(([name, inner]) =>
    inner.size === 0 ? name : `${name} ${write(inner)}`,
  );
  return `{ ${parts.join(' ')} }`;
}
