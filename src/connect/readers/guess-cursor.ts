import type { DiscoveredField } from '../reader';

/** Names under which departments keep the time of the last change, surest first; pinyin initials as their tables have them. */
const NAMES = [
  /^(last)?(update|modif(y|ied)|change)d?(on|at|time|date|datetime|timestamp|ts)?$/,
  /^(zh|zj|sj)?(gx|xg)(sj|rq|sjc)$/,
  /^(zh)?(bg|cz)(sj|rq)$/,
  /^(gmt(modified|updated?)|mtime|utime|(row|rec|record|data|sys)(update|modify|change)d?(at|on|ts|time|date)?)$/,
  /(updated?|modified|changed)(on|at|time|date|ts)$/,
  /(gxsj|xgsj|(更新|修改|变更|操作)(时间|日期|时间戳))$/,
  /^(rowversion|version|seq|sequence|timestamp|ts)$/,
];

/**
 * The field that by its name and type looks as if it grew with every change of a row; null where none does. Only a proposal: the
 * department has to say that it is so.
 */
export function guessCursor(fields: readonly DiscoveredField[]): string | null {
  const able = fields.filter(({ type }) => type !== 'boolean' && type !== 'other');
  for (const pattern of NAMES) {
    const found = able.filter(({ name }) =>
      pattern.test(name.toLowerCase().replace(/[^\p{L}\d]/gu, '')),
    );
    const [best] = found.sort((a, b) => weight(a) - weight(b));
    if (best !== undefined) return best.name;
  }
  return null;
}

/** Of two names as sure a moment is better than a day, and one that every row has better than one that may be missing. */
const weight = ({ type, nullable }: DiscoveredField): number =>
  (type === 'date' ? 2 : 0) + (nullable ? 1 : 0);
