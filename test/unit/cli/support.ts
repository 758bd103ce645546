import { main } from '../../../src/cli/main';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process, with an environment of its own. */
export async function wangshu(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stop: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await main(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    interactive: false,
    env,
    stop,
  });
  return { code, out, err };
}
