import type { Catalogue } from '../../connect/connector';
import type { PlanReport, SourceReport } from '../../jobs';
import { STAGES } from '../../jobs/names';
import { tableLines } from './table';
import { countWord, durationWord } from './words';

/** What a plan did, for people: a line a source, then the stages. */

const NUMBERS = [
  ['read', '读取 read'],
  ['landed', '入库 landed'],
  ['unchanged', '未变 unchanged'],
  ['quarantined', '隔离 quarantined'],
  ['deleted', '撤回 deleted'],
  ['removed', '消失 removed'],
  ['mentions', '提及 mentions'],
  ['links', '关系 links'],
] as const;

const OUTCOME: Readonly<Record<SourceReport['status'], string>> = {
  WAITING: '等待 waiting',
  RUNNING: '进行中 running',
  SUCCEEDED: '成功 done',
  FAILED: '失败 failed',
  CANCELLED: '中断 cancelled',
};

const total = (sources: readonly SourceReport[], name: (typeof NUMBERS)[number][0]): number =>
  sources.reduce((sum, source) => sum + source[name], 0);

/** Whether nothing of what was read was new, changed or gone, every source was read, and nothing was left to build. */
export function nothingChanged({ status, sources, stages }: PlanReport): boolean {
  return (
    status === 'SUCCEEDED' &&
    Object.values(stages.stitch?.counts ?? {}).every((count) => count === 0) &&
    (['landed', 'quarantined', 'deleted', 'removed'] as const).every(
      (name) => total(sources, name) === 0,
    )
  );
}

/** Length of the whole plan, in milliseconds. */
export function planTime({ startedAt, finishedAt }: PlanReport): number {
  return (finishedAt ?? new Date()).getTime() - startedAt.getTime();
}

function titleOf(catalogue: Catalogue, connector: string): string {
  const found = catalogue.connectors.find(({ id }) => id === connector);
  if (found === undefined) return connector;
  return `${found.spec.department.zh} ${found.spec.title.zh} ${connector}`;
}

/** In the order in which they are told; the report comes from jsonb, which orders keys by length. */
const NOUN_WORDS: Readonly<Record<string, string>> = {
  Resident: '人 residents',
  Place: '地 places',
  Event: '事 events',
  Thing: '物 things',
  Organization: '组织 organisations',
  links: '关系 links',
  removed: '移除 removed',
};

function stageLines({ stages }: PlanReport): string[] {
  const lines: string[] = [];
  const { resolve, stitch, trend } = stages;
  const time = (ms: number | undefined): string =>
    ms === undefined ? '' : ` (${durationWord(ms)})`;
  if (resolve?.counts !== undefined) {
    const moved = Object.entries(resolve.counts).map(([name, n]) => `${countWord(n)} ${name}`);
    lines.push(`归并 resolved: ${moved.join(', ')}${time(resolve.ms)}`);
  }
  if (stitch?.counts !== undefined) {
    const { counts } = stitch;
    const names = [...new Set([...Object.keys(NOUN_WORDS), ...Object.keys(counts)])];
    const built = names.flatMap((name) => {
      const n = counts[name];
      return n === undefined ? [] : [`${countWord(n)} ${NOUN_WORDS[name] ?? name}`];
    });
    lines.push(`缝合 stitched: ${built.join(', ')}${time(stitch.ms)}`);
  }
  if (trend?.counts !== undefined) {
    const counted = Object.entries(trend.counts).map(([name, n]) => `${countWord(n)} ${name}`);
    lines.push(`趋势 trends: ${counted.join(', ')}${time(trend.ms)}`);
  }
  for (const name of STAGES) {
    const error = stages[name]?.error;
    if (error !== undefined) lines.push(`${name} failed: ${error.message} [${error.code}]`);
  }
  return lines;
}

export function planLines(report: PlanReport, catalogue: Catalogue): string[] {
  const { sources } = report;
  // Columns that are 0 everywhere say nothing.
  const numbers = NUMBERS.filter(([name], i) => i < 4 || total(sources, name) > 0);
  const rows = sources.map((source) => [
    titleOf(catalogue, source.connector),
    ...numbers.map(([name]) => countWord(source[name])),
    durationWord(source.ms),
    OUTCOME[source.status],
  ]);
  if (sources.length > 1)
    rows.push(['合计 all', ...numbers.map(([name]) => countWord(total(sources, name))), '', '']);
  const columns = [
    { title: '来源 source' },
    ...numbers.map(([, title]) => ({ title, align: 'right' as const })),
    { title: '用时 time', align: 'right' as const },
    { title: '结果 outcome' },
  ];
  const failures = sources.flatMap(({ connector, error }) =>
    error === null ? [] : [`${connector}: ${error.message} [${error.code}]`],
  );
  return [
    ...tableLines(columns, rows),
    ...failures,
    ...stageLines(report),
    ...(report.status === 'PARTIAL'
      ? [
          '部分完成：以上失败者之外均已完成，下次夜间任务再试。 Partly done: all but what failed above; the next night tries that again.',
        ]
      : []),
    ...(nothingChanged(report)
      ? ['没有任何变化：所有来源与上次相同。 Nothing changed: every source is as it was.']
      : []),
  ];
}
