import type { ValidationRule } from 'graphql';
import { count, limitRule } from './rule';

/** Refuses operations with more than `most` aliases: the cheapest way to ask one question a thousand times. */
export function aliasRule(most: number): ValidationRule {
  return limitRule(
    {
      field: (node, below) => below + (node.alias === undefined ? 0 : 1),
      join: (left, right) => left + right,
    },
    most,
    'QUERY_TOO_LARGE',
    (given) =>
      `at most ${count(most)} aliases are required, ${count(given)} are given (those in a fragment count at each spread); ask for lists of objects with nodes(ids)`,
  );
}
