import type { ValidationRule } from 'graphql';
import { count, limitRule } from './rule';

/** Refuses operations with more than `most` fields at their root. */
export function rootRule(most: number): ValidationRule {
  return limitRule(
    { field: () => 1, join: (left, right) => left + right },
    most,
    'QUERY_TOO_LARGE',
    (given) =>
      `at most ${count(most)} fields at the root of a query are required, ${count(given)} are given; send several queries`,
  );
}
