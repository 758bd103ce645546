import { WangshuError } from '../../../domain/errors';

const FIRST = { date: '(?<date>\\d{8}|\\d{4}-\\d{2}-\\d{2})', batch: '(?<batch>[^/\\\\]+?)' };
const AGAIN = { date: '(?:\\d{8}|\\d{4}-\\d{2}-\\d{2})', batch: '\\k<batch>' };

/** Names that programs give to files they have not finished; they are never read. */
const UNFINISHED = /^\.|~$|\.(tmp|temp|part|partial|filepart|crdownload|swp)$/i;

export function isUnfinished(name: string): boolean {
  return UNFINISHED.test(name.slice(name.lastIndexOf('/') + 1));
}

export function refuseOutside(): never {
  throw new WangshuError(
    'CONFIG_INVALID',
    'a file inside the folder of the source is required in from, a path that leads out of it is given (a link is where it leads)',
  );
}

/** What a pattern's placeholder stands for in a name; null: the name is not of the pattern. */
export type Matcher = (name: string) => string | null;

/**
 * Matches names to a pattern with `{date}` (20260301 or 2026-03-01; where it stands twice the first one counts) or `{batch}`
 * (anything, the same wherever it stands), and any number of `*`. CONFIG_INVALID where the placeholder is missing or the
 * pattern has a folder in it.
 */
export function matcherOf(pattern: string, placeholder: 'date' | 'batch'): Matcher {
  const parts = pattern.split(`{${placeholder}}`);
  if (parts.length < 2) {
    throw new WangshuError(
      'CONFIG_INVALID',
      `a pattern with {${placeholder}}, such as hotline-{${placeholder}}.csv, is required in from where the reader has drops, one without is given`,
    );
  }
  if (/[/\\]/.test(pattern)) refuseOutside();
  const escaped = parts.map((part) =>
    part
      .split('*')
      .map((text) => text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('[^/\\\\]*'),
  );
  const [head = '', ...tail] = escaped;
  const body = `${head}${FIRST[placeholder]}${tail.join(AGAIN[placeholder])}`;
  const matches = new RegExp(`^${body}$`, 'u');
  return (name) =>
    isUnfinished(name) ? null : (matches.exec(name)?.groups?.[placeholder] ?? null);
}

/** The file name that a pattern without `*` gives for a batch. */
export const nameOf = (pattern: string, batch: string): string =>
  pattern.replaceAll('{batch}', () => batch);
