import { DatabaseError } from 'pg';

/** SQLSTATE classes that the hub reacts to; messages are never parsed. PostgreSQL manual, appendix A. */
export const SQLSTATE = {
  uniqueViolation: '23505',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  queryCanceled: '57014',
  invalidPassword: '28P01',
} as const;

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return (
    error instanceof DatabaseError &&
    error.code === SQLSTATE.uniqueViolation &&
    error.constraint === constraint
  );
}
