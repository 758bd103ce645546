import { WangshuError, type ErrorCode } from './errors';

/** One thing wrong with a file that a person wrote: where, what was required, what was given. */
export interface Fault {
  readonly file: string;
  /** Dotted path in the file; empty for the whole file. */
  readonly path: string;
  readonly required: string;
  readonly given: string;
}

export function faultSentence(fault: Fault): string {
  const where = fault.path === '' ? fault.file : `${fault.file} at ${fault.path}`;
  return `${where}: ${fault.required} is required, ${fault.given} is given`;
}

/** All faults of a load at once; nobody likes to mend them one by one. */
export class FaultsError extends WangshuError {
  readonly faults: readonly Fault[];

  constructor(code: ErrorCode, faults: readonly Fault[]) {
    const many = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
    super(
      code,
      `${many} to mend:\n${faults.map((fault) => `  - ${faultSentence(fault)}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/** The parts of a zod issue that are read here; zod's own type varies by kind. */
interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: unknown;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly errors?: readonly (readonly Issue[])[];
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = root;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

/** YAML's words for zod's types. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
  boolean: 'true or false',
  int: 'a whole number',
};

function required(issue: Issue): string {
  if (issue.code === 'invalid_value' && issue.values !== undefined)
    return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_type' && typeof issue.expected === 'string')
    return TYPE_WORDS[issue.expected] ?? `a ${issue.expected}`;
  return issue.message.replace(/^Invalid (string|input|option):? ?/i, '') || 'another value';
}

/** Turns zod issues into faults, unions opened, unknown keys named one by one. Secret values are never quoted. */
export function faultsOf(
  file: string,
  root: unknown,
  issues: readonly Issue[],
  secret = /token|password|connection/i,
): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
      return issue.keys.map((key) => ({
        file,
        path,
        required: 'only known keys (see the generated JSON Schema)',
        given: `the unknown key "${key}"`,
      }));
    }
    if (issue.code === 'invalid_union' && issue.errors !== undefined && issue.errors.length > 0) {
      const wants = issue.errors
        .map((branch) => branch.map(required).join(' and '))
        .filter((want) => want !== '');
      return [
        {
          file,
          path,
          required: wants.join(', or ') || issue.message,
          given: describe(at(root, issue.path)),
        },
      ];
    }
    const given = secret.test(path) ? 'a value that is not shown' : describe(at(root, issue.path));
    return [{ file, path, required: required(issue), given }];
  });
}
