import type { Catalogue } from '../../connect/connector';
import type { Queryable } from '../../db/pool';
import type { Scope } from '../../access/scope';
import type { Noun } from '../../domain/nouns';
import type { Uuid } from '../../domain/ids';

/** What every read needs: where, for whom, and whose items. The scope is never optional. */
export interface Reading {
  readonly db: Queryable;
  readonly scope: Scope;
  readonly catalogue: Catalogue;
}

/** One entity as the caller may see it: column names in camelCase, values masked, provenance of what is shown. */
export interface EntityRow {
  readonly id: Uuid;
  readonly noun: Noun;
  readonly [attribute: string]: unknown;
}

export type { PageArgs, PageOf } from '../../db/page';
