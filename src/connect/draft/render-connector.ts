import { stringify } from 'yaml';
import { comment, flow } from './write-yaml';
import type { DraftStream } from './draft-stream';
import { renderStream } from './render-stream';

/** What a draft is made of. */
export interface Draft {
  readonly id: string;
  readonly department: { readonly code: string; readonly zh: string; readonly en: string };
  readonly title: { readonly zh: string; readonly en: string };
  /** As it is to stand in the file: secrets as ${NAME}. */
  readonly reader: Readonly<Record<string, unknown>>;
  readonly streams: readonly DraftStream[];
}

const line = (text: string): string => comment(text, 0);

/**
 * Text of connector.yaml. It can be loaded at once and reads nothing: every stream is a draft, and every item in it NOT_SHARED,
 * so that deleting `draft: true` shares nothing either.
 */
export function renderConnector(draft: Draft): string {
  const located = draft.streams.some(({ items }) => items.some(({ type }) => type === 'longitude'));
  return [
    line(`${draft.title.zh}。${draft.title.en}.`),
    '#',
    line(
      '由 wangshu connectors new 按来源的自述起草,没有读取任何数据行。什么都不共享,直到有人在这里作出决定:',
    ),
    line(
      'Drafted by `wangshu connectors new` from what the source says of itself. Nothing is shared until a person decides here:',
    ),
    '#',
    line(
      '1. sharing:与部门商定共享类别、条件、依据和保存期限。Agree with the department on class, condition, basis, retention.',
    ),
    line(
      '2. 删去不接入的流;其余的决定之后删去 draft: true。Delete the streams that are not wanted, and `draft: true` once one is decided.',
    ),
    line(
      '3. 主键、游标,以及部门同意共享的数据项:删去 share: NOT_SHARED,核对 type、kind、mask。其余保持不变,永不读取。',
    ),
    line(
      '   Key, cursor and items that the department shares: delete `share: NOT_SHARED`, look at type, kind, mask. The rest is never read.',
    ),
    line(
      '4. wangshu connectors check,然后 wangshu connectors test ' +
        draft.id +
        '。docs/guides/connectors.md 有全部说明。',
    ),
    '#',
    line(
      'kind:DIRECT_IDENTIFIER 直接标识 · QUASI_IDENTIFIER 准标识 · SENSITIVE 敏感 · ORDINARY 一般(GB/T 37964)',
    ),
    `id: ${draft.id}`,
    ...flow('department', Object.entries(draft.department), 0),
    ...flow('title', Object.entries(draft.title), 0),
    'sharing:',
    '  class: CONDITIONAL',
    '  condition: 尚未商定,部门书面同意之前不读取任何数据项',
    '  basis:',
    '    - 政务数据共享条例',
    comment(
      '保存期限须与部门商定,以实现目的所需的最短时间为准。As short as the purpose allows.',
      2,
    ),
    '  retention: P1Y',
    ...(located
      ? [
          line(
            '坐标系:CGCS2000、GCJ-02(高德、腾讯)或 BD-09(百度)。有经纬度时必须写明。Coordinate system of the source:',
          ),
          line('coordinates: GCJ-02'),
        ]
      : []),
    line('来源的时间不带时区时按此理解。Times without a zone are meant in:'),
    'timeZone: Asia/Shanghai',
    stringify({ reader: draft.reader }, { lineWidth: 0, singleQuote: true }).trimEnd(),
    ...(draft.streams.length === 0 ? ['streams: {}'] : ['streams:']),
    ...draft.streams.flatMap(renderStream),
    '',
  ].join('\n');
}
