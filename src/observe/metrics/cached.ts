/**
 * A question whose answer stands for `ms` milliseconds; whoever asks meanwhile, or while it is being asked, gets the same
 * one. A failure is not kept.
 */
export function cached<T>(ask: () => Promise<T>, ms: number): () => Promise<T> {
  let answer: Promise<T> | null = null;
  let until = 0;
  return () => {
    if (answer !== null && performance.now() < until) return answer;
    until = Infinity;
    const asked = ask().then(
      (value) => {
        until = performance.now() + ms;
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
