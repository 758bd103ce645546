/** A question that has hung for so long is asked again: the other side may be back, and have forgotten it. */
const HUNG_MS = 30_000;

/**
 * A question whose answer stands for `ms` milliseconds; whoever asks meanwhile, or while it is being asked, gets the same
 * one. A failure is not kept. One that is never answered is shared like any other, for `hungMs`: who asks through `within`
 * neither waits for it nor piles up more of it.
 */
export function cached<T>(
  ask: () => Promise<T>,
  ms: number,
  hungMs: number = HUNG_MS,
): () => Promise<T> {
  let answer: Promise<T> | null = null;
  let until = 0;
  return () => {
    if (answer !== null && performance.now() < until) return answer;
    until = performance.now() + hungMs;
    const asked = ask().then(
      (value) => {
        if (answer === asked) until = performance.now() + ms;
        return value;
      },
      (error: unknown) => {
        if (answer === asked) answer = null;
        throw error;
      },
    );
    answer = asked;
    return asked;
  };
}
