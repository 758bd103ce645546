import { GraphQLError, type ValidationRule } from 'graphql';
import { WangshuError, type ErrorCode } from '../../domain/errors';
import { foldOperation, operationsOf, type Measure } from './fold';

/**
 * A validation rule that refuses operations whose `measure` is above `most`. The refusal travels as a WangshuError inside
 * the GraphQLError: formatError gives it its code, Apollo the status 400.
 */
export function limitRule(
  measure: Measure,
  most: number,
  code: ErrorCode,
  sentence: (given: number) => string,
): ValidationRule {
  return (context) => ({
    Document(document) {
      for (const operation of operationsOf(document)) {
        const given = foldOperation(context.getSchema(), document, operation, measure);
        if (given <= most) continue;
        const refusal = new WangshuError(code, sentence(given));
        context.reportError(
          new GraphQLError(refusal.message, { nodes: operation, originalError: refusal }),
        );
      }
    },
  });
}

/** A count for people: what ran past every number is said so. */
export function count(value: number): string {
  return Number.isFinite(value) && value < 1e15 ? value.toLocaleString('en-US') : 'more than 10^15';
}
