import type { ValidationRule } from 'graphql';
import { aliasRule } from './aliases';
import { depthRule } from './depth';
import { rootRule } from './roots';
import type { Limits } from './settings';

export { limitsPlugin } from './plugin';
export { DEFAULT_LIMITS, type Limits } from './settings';

/** The limits that the text of a query alone decides. */
export function limitRules(limits: Limits): ValidationRule[] {
  return [depthRule(limits.depth), aliasRule(limits.aliases), rootRule(limits.roots)];
}
