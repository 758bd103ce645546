import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text.replaceAll(/[,_]/g, ''));
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(
      `A whole number from ${String(least)} to ${String(most)} is required.`,
    );
  };
}

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

/** Reads a duration such as 30m, 8h or 7d; seconds. At most `mostDays` days. */
export function durationSeconds(mostDays: number): (text: string) => number {
  return (text) => {
    const [, number = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
    const seconds = Number(number) * (UNITS[unit] ?? 0);
    if (seconds > 0 && seconds <= mostDays * 86_400) return seconds;
    throw new InvalidArgumentError(
      `A duration such as 30m, 8h or 7d is required, at most ${String(mostDays)}d.`,
    );
  };
}

/** Gathers an option that may be given several times. */
export function several(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
