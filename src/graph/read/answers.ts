import type { Queryable } from '../../db/pool';

/**
 * Whether the database answers within `patience` milliseconds. A refusal and silence are the same to whoever asks: both
 * mean "not ready", and the failing statement of a real request says more.
 */
export async function databaseAnswers(options: {
  readonly db: Queryable;
  readonly patience: number;
}): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), options.patience);
  });
  const answer = options.db.query('SELECT 1').then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
