/** What one operation may ask for. Everything is checked before the first statement is sent to the database. */
export interface Limits {
  /** Fields nested in one another. */
  readonly depth: number;
  /** Lexical tokens of the query text. */
  readonly tokens: number;
  /** Aliases, each spread of a fragment counted anew. */
  readonly aliases: number;
  /** Fields at the root of the operation. */
  readonly roots: number;
  /** Objects on one page, and ids in one list. */
  readonly pageSize: number;
  /** Page size where neither first nor last is given. */
  readonly defaultPageSize: number;
  /** Objects that the answer may hold at most: page sizes multiplied along each path, and added up. */
  readonly cost: number;
}

export const DEFAULT_LIMITS: Limits = Object.freeze({
  depth: 12,
  tokens: 2_000,
  aliases: 30,
  roots: 20,
  pageSize: 200,
  defaultPageSize: 20,
  cost: 20_000,
});
