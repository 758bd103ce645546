import { randomUUID } from 'node:crypto';
import type { Scope } from '../access/scope';
import type { Principal } from '../access/token';
import type { Queryable } from '../db/pool';
import type { Uuid } from '../domain/ids';

export type AuditOutcome = 'DISCLOSED' | 'DENIED' | 'FAILED';

interface Operation {
  readonly db: Queryable;
  /** What was done: query, mutation … */
  readonly action: string;
  readonly operationName: string | null;
  /** Hash of the query text; the text may hold an identity number and is not kept. */
  readonly operationHash: Uuid | null;
  /** Node ids of the entities and records that the answer holds, each once: whom it disclosed. */
  readonly disclosed: readonly string[];
  readonly outcome: AuditOutcome;
  readonly errorCode: string | null;
}

/** Who did it: a scope, or a principal who was turned away before one could be made. */
export type AuditEntry = Operation &
  ({ readonly scope: Scope } | { readonly principal: Principal });

/** Writes one entry; resolves when it is committed. Whoever discloses waits for that. */
export async function appendAudit(entry: AuditEntry): Promise<void> {
  const { db, action, operationName, operationHash, disclosed, outcome, errorCode } = entry;
  const who =
    'scope' in entry
      ? [
          entry.scope.principal,
          entry.scope.department,
          entry.scope.role,
          entry.scope.purpose,
          entry.scope.caseNumber,
        ]
      : [entry.principal.id, entry.principal.department, entry.principal.role, null, null];
  await db.query({
    name: 'audit-append',
    text: `INSERT INTO audit_entry (id, principal, department, role, purpose, case_number, action, operation_name,
                                    operation_hash, row_count, disclosed, outcome, error_code)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      randomUUID(),
      ...who,
      action,
      operationName,
      operationHash,
      disclosed.length,
      disclosed,
      outcome,
      errorCode,
    ],
  });
}

/**
 * Something that a person did to the hub: who did what to what. Resolves when it is committed. `subjects`: node ids of each thing that
 * it was done to.
 */
export async function appendDeed(
  db: Queryable,
  deed: {
    readonly by: string;
    readonly action: string;
    readonly subject: string;
    readonly subjects?: readonly string[];
  },
): Promise<void> {
  const subjects = deed.subjects ?? [];
  await db.query(
    `INSERT INTO audit_entry (id, principal, department, role, purpose, case_number, action, operation_name,
                              operation_hash, row_count, disclosed, outcome, error_code)
     VALUES ($1, $2, NULL, $3, NULL, NULL, $4, $5, NULL, $7, $6, 'DISCLOSED', NULL)`,
    [
      randomUUID(),
      deed.by,
      'operator',
      deed.action,
      deed.subject.slice(0, 100),
      subjects,
      subjects.length,
    ],
  );
}
