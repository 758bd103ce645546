import { visit, type DocumentNode } from 'graphql';
import { WangshuError } from '../../domain/errors';
import type { Variables } from './pages';

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (Array.isArray(value)) return value.some(holdsNul);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNul);
}

/** Refuses U+0000 in any value: no text of the graph holds one, and PostgreSQL refuses it only when it is sent. */
export function checkText(document: DocumentNode, variables: Variables): void {
  let found = holdsNul(variables);
  visit(document, {
    StringValue(node) {
      found ||= holdsNul(node.value);
    },
  });
  if (!found) return;
  throw new WangshuError(
    'BAD_USER_INPUT',
    'text without the character U+0000 is required in arguments, text with it is given',
  );
}
