import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** How one number is worked out over a selection, from the leaves up. */
export interface Measure {
  /** Value of one field, from the value of what is selected below it. `definition` is null where the schema has no such field. */
  field(node: FieldNode, below: number, definition: GraphQLField<unknown, unknown> | null): number;
  /** Joins the values of fields that stand side by side. */
  join(left: number, right: number): number;
}

/** Introspection fields answer from memory and are bounded by graphql-js (MaxIntrospectionDepthRule). */
const isIntrospection = (node: FieldNode): boolean => node.name.value.startsWith('__');

function fieldOf(
  parent: GraphQLCompositeType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | null {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return null;
  return parent.getFields()[name] ?? null;
}

function compositeOf(schema: GraphQLSchema, name: string): GraphQLCompositeType | undefined {
  const type = schema.getType(name);
  return isCompositeType(type) ? type : undefined;
}

/**
 * Works out `measure` of an operation. Every fragment is measured once and its value used at each spread, so that
 * fragments that spread one another twice (2^n fields from n fragments) cost no more than their text; a cycle, which
 * graphql-js reports by itself, counts as nothing. Values may grow to Infinity and are compared all the same.
 */
export function foldOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  measure: Measure,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, number>();

  const fragment = (name: string): number => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const definition = fragments.get(name);
    if (definition === undefined) return 0;
    measured.set(name, 0);
    const parent = compositeOf(schema, definition.typeCondition.name.value);
    const value = selection(definition.selectionSet, parent);
    measured.set(name, value);
    return value;
  };

  const field = (node: FieldNode, parent: GraphQLCompositeType | undefined): number => {
    if (isIntrospection(node)) return 0;
    const definition = fieldOf(parent, node.name.value);
    const named = definition === null ? undefined : getNamedType(definition.type);
    const below =
      node.selectionSet === undefined
        ? 0
        : selection(node.selectionSet, isCompositeType(named) ? named : undefined);
    return measure.field(node, below, definition);
  };

  const selection = (set: SelectionSetNode, parent: GraphQLCompositeType | undefined): number =>
    set.selections.reduce((total, node) => {
      if (node.kind === Kind.FIELD) return measure.join(total, field(node, parent));
      if (node.kind === Kind.FRAGMENT_SPREAD) return measure.join(total, fragment(node.name.value));
      const condition = node.typeCondition?.name.value;
      const inner = condition === undefined ? parent : compositeOf(schema, condition);
      return measure.join(total, selection(node.selectionSet, inner));
    }, 0);

  return selection(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
}

/** Operations of a document, in order. */
export function operationsOf(document: DocumentNode): OperationDefinitionNode[] {
  return document.definitions.filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  );
}
