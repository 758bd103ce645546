/**
 * Reads one page ahead: while the database lands a page, the source already fetches the next. Never more than one, so
 * that memory stays at two pages whatever the source's size.
 */
export async function* prefetch<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const result = await next;
      if (result.done === true) return;
      next = iterator.next();
      // A failure of the page ahead is thrown when its turn comes, not as an unhandled rejection meanwhile.
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}
