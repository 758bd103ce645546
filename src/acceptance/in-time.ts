/** What stands for an answer that did not come. */
export const LATE = Symbol('late');

/**
 * What `work` gives, or LATE after so many milliseconds: a reader that heeds no signal must not keep the kit waiting. What it does
 * afterwards is nobody's concern any more.
 */
export async function inTime<T>(ms: number, work: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => {
      resolve(LATE);
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
