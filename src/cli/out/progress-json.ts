import type { PlanReport, SourceReport } from '../../jobs';
import { STAGES } from '../../jobs/names';
import { line, type Io } from '../io';

const EVERY_MS = 1_000;
const COUNTS = [
  'read',
  'expected',
  'landed',
  'unchanged',
  'quarantined',
  'deleted',
  'removed',
] as const;

/** What a machine is told of a source. */
function sourceEntry(source: SourceReport): object {
  const { connector, status, error } = source;
  const counts = Object.fromEntries(COUNTS.map((name) => [name, source[name]]));
  return { source: connector, status, ...counts, ...(error === null ? {} : { error }) };
}

/**
 * Shows each report of a plan that is waited for to a machine: one JSON object a line on standard error, `{plan, source, status, read, …}`
 * or `{plan, stage, …}`, whenever one of them begins or ends and once a second while it goes on.
 */
export function planJson(io: Io, now: () => number = Date.now): (report: PlanReport) => void {
  const said = new Map<string, { status: string; at: number }>();
  const say = (planId: string, name: string, status: string, entry: object): void => {
    const before = said.get(name);
    const running = status === 'RUNNING' && now() - (before?.at ?? 0) >= EVERY_MS;
    if (before?.status === status && !running) return;
    said.set(name, { status, at: now() });
    line(io.err, JSON.stringify({ plan: planId, ...entry }));
  };
  return ({ planId, sources, stages }) => {
    for (const source of sources)
      say(planId, `source ${source.connector}`, source.status, sourceEntry(source));
    for (const stage of STAGES) {
      const known = stages[stage];
      if (known === undefined) continue;
      const done = known.finishedAt === undefined ? 'RUNNING' : 'SUCCEEDED';
      const status = known.error === undefined ? done : 'FAILED';
      say(planId, `stage ${stage}`, status, { stage, status, ...known });
    }
  };
}
