import type { Command } from 'commander';
import type { Io } from './io';

/** One file of src/cli/commands. `run` of its actions is given to `act`, which keeps the exit code. */
export interface CommandModule {
  configure(command: Command, tools: CommandTools): void;
}

export interface CommandTools {
  readonly io: Io;
  /** Wraps an action: the number it resolves to is the exit code (nothing: 0). */
  readonly act: <A extends unknown[]>(
    run: (...args: A) => Promise<number | undefined> | number | undefined,
  ) => (...args: A) => Promise<void>;
}

/** Help text that shows commands as they are typed. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((each) => `  $ ${each}`).join('\n')}\n`;
}
