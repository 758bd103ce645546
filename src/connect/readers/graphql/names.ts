import { WangshuError } from '../../../domain/errors';

/** Names of the GraphQL specification (October 2021, 2.1.9): nothing else gets into the text of a query. */
const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;

export const isName = (text: string): boolean => NAME.test(text);
export const isPath = (text: string): boolean => text.split('.').every(isName);

/** Names of a dotted path. Throws CONNECTOR_INVALID where one is none. */
export function pathOf(text: string, what: string): readonly string[] {
  if (isPath(text)) return text.split('.');
  throw new WangshuError(
    'CONNECTOR_INVALID',
    `${what} of GraphQL names joined by dots is required, "${text}" is given; mend from in connector.yaml`,
  );
}
