import type { Scope } from '../../access/scope';
import type { OrderColumn } from '../../db/keyset';
import { WangshuError } from '../../domain/errors';
import type { Uuid } from '../../domain/ids';
import type { Noun, PlaceLevel } from '../../domain/nouns';
import type { Parameters } from './statement';

/** What a list may be narrowed by; all that is given must hold. Each noun knows some of them (schema/*.graphql). */
export interface EntityFilter {
  /** An area, with all below it. */
  readonly area?: Uuid | null;
  readonly level?: PlaceLevel | null;
  readonly sex?: string | null;
  readonly bornFrom?: string | null;
  readonly bornTo?: string | null;
  readonly identified?: boolean | null;
  /** A category with all below it. */
  readonly category?: string | null;
  readonly stage?: string | null;
  readonly department?: string | null;
  readonly occurredFrom?: string | Date | null;
  readonly occurredTo?: string | Date | null;
  readonly kind?: string | null;
  readonly status?: string | null;
}

export interface EntityOrder {
  /** As the schema's enum names it: BIRTH_DATE. */
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

type Write = (alias: string, add: (type: string) => string) => string;

interface FilterRule {
  readonly nouns: readonly Noun[];
  /** Tells a quasi-identifier: open only to callers who see those whole. */
  readonly telling?: boolean;
  readonly sql: Write;
}

/** Events carry `department`, things and organisations `kind` and `status`, as plain words of the departments. */
const RULES: Readonly<Record<keyof EntityFilter, FilterRule>> = {
  area: {
    nouns: ['Resident', 'Place', 'Event', 'Thing', 'Organization'],
    sql: (e, add) =>
      `${e}.area_id IN (SELECT area_id FROM area_closure WHERE ancestor_id = ${add('uuid')})`,
  },
  level: { nouns: ['Place'], sql: (e, add) => `${e}.level = ${add('text')}` },
  sex: { nouns: ['Resident'], telling: true, sql: (e, add) => `${e}.sex = ${add('text')}` },
  bornFrom: {
    nouns: ['Resident'],
    telling: true,
    sql: (e, add) => `${e}.birth_date >= ${add('date')}`,
  },
  bornTo: {
    nouns: ['Resident'],
    telling: true,
    sql: (e, add) => `${e}.birth_date <= ${add('date')}`,
  },
  identified: {
    nouns: ['Resident', 'Organization'],
    sql: (e, add) => `${e}.identified = ${add('boolean')}`,
  },
  category: {
    nouns: ['Event'],
    // Codes hold letters, digits and dots alone: one range of the index is the category with all below it.
    sql: (e, add) => {
      const code = add('text');
      return `(${e}.category = ${code} OR (${e}.category > ${code} || '.' AND ${e}.category < ${code} || '/'))`;
    },
  },
  stage: { nouns: ['Event'], sql: (e, add) => `${e}.stage = ${add('text')}` },
  department: { nouns: ['Event'], sql: (e, add) => `${e}.department = ${add('text')}` },
  occurredFrom: { nouns: ['Event'], sql: (e, add) => `${e}.occurred_at >= ${add('timestamptz')}` },
  occurredTo: { nouns: ['Event'], sql: (e, add) => `${e}.occurred_at < ${add('timestamptz')}` },
  kind: {
    nouns: ['Thing', 'Organization'],
    sql: (e, add) => `${e}.kind = ${add('text')}`,
  },
  status: {
    nouns: ['Thing', 'Organization'],
    sql: (e, add) => `${e}.status = ${add('text')}`,
  },
};

function refuse(what: string): never {
  throw new WangshuError(
    'FORBIDDEN',
    `a purpose and role that see this item whole are required to ${what} by it; leave it out`,
  );
}

/** Conditions of a filter on `alias`; FORBIDDEN where it would tell what the caller may not see. */
export function filterSql(
  noun: Noun,
  alias: string,
  filter: EntityFilter,
  scope: Scope,
  parameters: Parameters,
): string {
  const conditions = Object.entries(filter).flatMap(([name, value]) => {
    const rule = RULES[name as keyof EntityFilter];
    if (value === null || value === undefined) return [];
    if (rule === undefined || !rule.nouns.includes(noun)) {
      throw new WangshuError('BAD_USER_INPUT', `a filter of ${noun} is required, ${name} is given`);
    }
    if (rule.telling === true && scope.view.QUASI_IDENTIFIER !== 'WHOLE') refuse('filter');
    return [rule.sql(alias, (type) => parameters.add(value, type))];
  });
  return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
}

interface OrderRule {
  readonly column: string;
  readonly type: string;
  readonly telling?: boolean;
}

const ORDERS: Readonly<Record<Noun, Readonly<Record<string, OrderRule>>>> = {
  Resident: { BIRTH_DATE: { column: 'birth_date', type: 'date', telling: true } },
  Place: {
    CODE: { column: 'code', type: 'text' },
    // Names of rooms and street numbers are masked with the address; an order, and its cursors, would tell them.
    NAME: { column: 'name', type: 'text', telling: true },
  },
  Event: { OCCURRED_AT: { column: 'occurred_at', type: 'timestamptz' } },
  Thing: { NAME: { column: 'name', type: 'text' } },
  Organization: {
    NAME: { column: 'name', type: 'text' },
    ESTABLISHED_ON: { column: 'established_on', type: 'date' },
  },
};

/** Columns of an order, made total by the id; FORBIDDEN where the order would tell what the caller may not see. */
export function orderColumns(
  noun: Noun,
  alias: string,
  order: EntityOrder | null,
  scope: Scope,
): OrderColumn[] {
  const direction = order?.direction ?? 'ASC';
  if (order === null || order.field === 'ID') {
    return [{ sql: `${alias}.id`, type: 'uuid', direction }];
  }
  const rule = ORDERS[noun][order.field];
  if (rule === undefined)
    throw new WangshuError(
      'BAD_USER_INPUT',
      `an order of ${noun} is required, ${order.field} is given`,
    );
  if (rule.telling === true && scope.view.QUASI_IDENTIFIER !== 'WHOLE') refuse('order');
  return [
    { sql: `${alias}.${rule.column}`, type: rule.type, direction, nullable: true },
    { sql: `${alias}.id`, type: 'uuid', direction: 'ASC' },
  ];
}

export const LATEST_FIRST: EntityOrder = { field: 'OCCURRED_AT', direction: 'DESC' };
