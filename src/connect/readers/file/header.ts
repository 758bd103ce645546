import { WangshuError } from '../../../domain/errors';

/** Refuses a header that could not tell one column, or one row, from another; names of columns are no secret. */
export function checkHeader(
  names: readonly string[],
  key: readonly string[],
  file: string,
  mend: string,
): void {
  const refuse = (required: string, given: string): never => {
    throw new WangshuError(
      'SOURCE_PROTOCOL',
      `${required} is required in ${file}, ${given} is given; ${mend}`,
    );
  };
  const named = names.filter((name) => name !== '');
  if (named.length === 0) refuse('a header that names the columns', 'none that can be read');
  if (new Set(named).size < named.length)
    refuse('a header that names every column once', 'a name that stands twice');
  const missing = key.find((field) => !named.includes(field));
  if (missing !== undefined)
    refuse(`a column ${missing}, which the key needs,`, 'a header without it');
}
