import { WangshuError } from '../domain/errors';
import type { Uuid } from '../domain/ids';
import { ITEM_KINDS, type ItemKind } from '../domain/nouns';
import type { ItemView, Scope } from './scope';
import type { Principal } from './token';

/** What hub.yaml says of roles and purposes; structural, so that this room needs no other. */
export interface Policy {
  readonly roles: Readonly<
    Record<
      string,
      {
        readonly purposes: readonly string[];
        readonly rights: readonly string[];
        readonly view: Readonly<Partial<Record<ItemKind, ItemView | undefined>>>;
      }
    >
  >;
  readonly purposes: Readonly<
    Record<string, { readonly caseRequired: boolean; readonly catalogues: '*' | readonly string[] }>
  >;
}

/** As much of the catalogue as rights need: which stream belongs to which connector. */
export interface StreamsOfConnectors {
  readonly streams: ReadonlyMap<number, { readonly id: number; readonly connector: string }>;
}

export interface ScopeRequest {
  readonly purpose: string | null;
  readonly caseNumber: string | null;
  /** Areas of the principal, as ids. */
  readonly areas: 'ALL' | readonly Uuid[];
}

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none is granted' : names.join(', ');

/** The purpose of a request: the one that is named, or the only one there is. */
function purposeOf(granted: readonly string[], asked: string | null): string {
  if (asked !== null) {
    if (granted.includes(asked)) return asked;
    throw new WangshuError(
      'FORBIDDEN',
      `a purpose that is granted to you is required in the header X-Wangshu-Purpose (${listed(granted)}), another one is given`,
    );
  }
  const [only] = granted;
  if (only !== undefined && granted.length === 1) return only;
  throw new WangshuError(
    'PURPOSE_REQUIRED',
    `a purpose is required in the header X-Wangshu-Purpose (${listed(granted)}), none is given`,
  );
}

/** Identifiers and sensitive items are never whole without a case (DESIGN, Refusals), whatever the role would see. */
function viewOf(kind: ItemKind, view: ItemView, caseNumber: string | null): ItemView {
  const guarded = kind === 'DIRECT_IDENTIFIER' || kind === 'SENSITIVE';
  return guarded && caseNumber === null && view === 'WHOLE' ? 'MASKED' : view;
}

/**
 * What a principal may see for one purpose. Absent means no: an unknown role, a purpose that is not granted by both
 * token and role, a kind that the role does not name. WangshuError FORBIDDEN, PURPOSE_REQUIRED or CASE_REQUIRED.
 */
export function scopeFor(
  policy: Policy,
  principal: Principal,
  request: ScopeRequest,
  catalogue: StreamsOfConnectors,
): Scope {
  const role = Object.hasOwn(policy.roles, principal.role)
    ? policy.roles[principal.role]
    : undefined;
  if (role === undefined) {
    throw new WangshuError(
      'FORBIDDEN',
      'a role of this hub is required, the token names another one; ask for a new token',
    );
  }
  const granted = principal.purposes.filter(
    (name) => role.purposes.includes(name) && Object.hasOwn(policy.purposes, name),
  );
  const name = purposeOf(granted, request.purpose);
  const purpose = policy.purposes[name];
  if (purpose === undefined) throw new RangeError('a granted purpose is one of the policy');
  if (purpose.caseRequired && request.caseNumber === null) {
    throw new WangshuError(
      'CASE_REQUIRED',
      `a case number is required in the header X-Wangshu-Case for the purpose ${name}, none is given`,
    );
  }
  const { catalogues } = purpose;
  const streams = [...catalogue.streams.values()]
    .filter((stream) => catalogues === '*' || catalogues.includes(stream.connector))
    .map((stream) => stream.id);
  // Heard only where the purpose asks for one: a case opens doors, and any text in a header would be a key.
  const caseNumber = purpose.caseRequired ? request.caseNumber : null;
  const view = Object.fromEntries(
    ITEM_KINDS.map((kind) => [kind, viewOf(kind, role.view[kind] ?? 'HIDDEN', caseNumber)]),
  ) as Record<ItemKind, ItemView>;
  return Object.freeze({
    principal: principal.id,
    role: principal.role,
    department: principal.department,
    purpose: name,
    caseNumber,
    areas: request.areas,
    streams,
    view,
    rights: new Set(role.rights),
  });
}
