import type { ValidationRule } from 'graphql';
import { count, limitRule } from './rule';

/** Refuses operations whose fields are nested deeper than `most`; `edges` and `node` count like any other field. */
export function depthRule(most: number): ValidationRule {
  return limitRule(
    { field: (_node, below) => below + 1, join: Math.max },
    most,
    'QUERY_TOO_DEEP',
    (given) =>
      `fields nested at most ${count(most)} deep are required, ${count(given)} are given; ask for the inner objects in a second query, by node(id)`,
  );
}
