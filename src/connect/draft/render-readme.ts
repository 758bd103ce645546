import type { Draft } from './render-connector';

const code = (text: string): string => `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;

/** Text of the README.md beside a new connector.yaml: what the next person wants to know, as far as the source tells it. */
export function renderReadme({ id, title, streams, reader }: Draft): string {
  const variables = [...JSON.stringify(reader).matchAll(/\$\{([A-Z][A-Z0-9_]*)\}/g)].map(
    ([, name]) => name ?? '',
  );
  const environment = [...new Set(variables)].map(code).join(', ');
  const rows = streams.map(({ name, from, key, cursor, items }) => {
    const kinds = items.filter(({ kind }) => kind !== 'ORDINARY').length;
    return `| ${code(name)} | ${code(from)} | ${key.map(code).join(', ')} | ${cursor === null ? '—' : code(cursor)} | ${String(items.length)} (${String(kinds)}) |`;
  });
  return [
    `# ${id} · ${title.zh}`,
    '',
    '来源是什么系统、由谁维护、出问题时找谁:写在这里。此连接器还是草稿,不读取任何数据。',
    '',
    'Which system this is, who keeps it and whom to call: to be written here. The connector is a draft and reads nothing yet.',
    `Reader: ${code(String(reader['kind']))}. Environment: ${environment === '' ? 'none' : environment}.`,
    '',
    '## 数据流 · Streams',
    '',
    '| stream | from | key | cursor | items (identifying or sensitive) |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## 与部门商定 · To agree with the department',
    '',
    '- 共享类别、条件、法律依据、保存期限。Sharing class, condition, legal basis, retention.',
    '- 每个数据项是否共享;不共享的永不读取。Which items are shared; the others are never read.',
    '- 主键永远不变、不重复;每次修改都更新游标;最长的事务有多久。That keys never change or repeat, that every change moves the',
    '  cursor, and how long the longest transaction is.',
    '- 删除的行怎样表示;什么时间可以读取。How deleted rows are shown, and at what hours the source may be read.',
    '',
    '## 试一试 · Try it',
    '',
    '```sh',
    'wangshu connectors check',
    `wangshu connectors test ${id}`,
    '```',
    '',
  ].join('\n');
}
