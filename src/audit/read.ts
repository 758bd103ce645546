import type { Scope } from '../access/scope';
import { keysetOf, type CursorRow } from '../db/keyset';
import type { PageArgs, PageOf } from '../db/page';
import type { Queryable } from '../db/pool';
import { WangshuError } from '../domain/errors';
import type { AuditOutcome } from './append';

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly principal: string;
  readonly department: string | null;
  readonly role: string;
  readonly purpose: string | null;
  readonly caseNumber: string | null;
  readonly action: string;
  readonly operationName: string | null;
  readonly operationHash: string | null;
  readonly rowCount: number;
  readonly outcome: AuditOutcome;
  readonly errorCode: string | null;
}

type Row = AuditRow & CursorRow;

/** Entries, latest first. WangshuError FORBIDDEN without the right 'audit'. */
export async function readAuditPage(options: {
  readonly reading: { readonly db: Queryable; readonly scope: Scope };
  readonly principal: string | null;
  readonly outcome: string | null;
  readonly from: Date | string | null;
  readonly to: Date | string | null;
  readonly page: PageArgs;
}): Promise<PageOf<AuditRow>> {
  const { reading, principal, outcome, from, to, page } = options;
  if (!reading.scope.rights.has('audit')) {
    throw new WangshuError(
      'FORBIDDEN',
      'the right audit is required to read the audit log, your role does not have it',
    );
  }
  const keyset = keysetOf(
    [
      { sql: 'at', type: 'timestamptz', direction: 'DESC' },
      { sql: 'id', type: 'uuid', direction: 'DESC' },
    ],
    page,
    5,
  );
  const { rows } = await reading.db.query<Row>(
    `SELECT id, at, principal, department, role, purpose, case_number AS "caseNumber", action, operation_name AS "operationName",
            operation_hash AS "operationHash", row_count AS "rowCount", outcome, error_code AS "errorCode", ${keyset.cursorColumn}
       FROM audit_entry
      WHERE ($1::text IS NULL OR principal = $1) AND ($2::text IS NULL OR outcome = $2)
        AND ($3::timestamptz IS NULL OR at >= $3) AND ($4::timestamptz IS NULL OR at < $4) AND ${keyset.where}
      ORDER BY ${keyset.orderBy} LIMIT ${String(keyset.limit)}`,
    [principal, outcome, from, to, ...keyset.values],
  );
  return keyset.pageOf(rows, ({ cursor_values: _, ...row }) => row);
}
