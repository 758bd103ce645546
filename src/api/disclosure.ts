import {
  defaultFieldResolver,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { Context } from './context';

/** What a field that yields entities or records resolves to, as far as counting needs it. */
interface Disclosed {
  readonly __typename?: string;
  readonly noun?: string;
  readonly id?: string;
}

const COUNTED: ReadonlySet<string> = new Set([
  'Node',
  'Entity',
  'Record',
  'Quarantine',
  'AuditEntry',
]);

function isCounted(type: GraphQLNamedType): boolean {
  if (COUNTED.has(type.name)) return true;
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  return type.getInterfaces().some(({ name }) => name === 'Entity' || name === 'Record');
}

function note(value: unknown, disclosed: Set<string>): void {
  if (Array.isArray(value)) value.forEach((each) => note(each, disclosed));
  else if (typeof value === 'object' && value !== null) {
    const { noun, __typename, id } = value as Disclosed;
    disclosed.add(`${noun ?? __typename ?? ''}:${id ?? ''}`);
  }
}

/**
 * Makes every field that yields entities or records note them in the context, for the audit entry: one place that no
 * resolver can go around. The same object counts once an operation.
 */
export function noteDisclosures(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isCounted(getNamedType(field.type))) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (parent, args, context: Context, info) => {
        const value: unknown = resolve(parent, args, context, info);
        if (!(value instanceof Promise)) {
          note(value, context.disclosed);
          return value;
        }
        return value.then((settled: unknown) => {
          note(settled, context.disclosed);
          return settled;
        });
      };
    }
  }
  return schema;
}
