/** A normal day at the departments: some rows of each change, some papers come in again. For tests and benches. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Client } from 'pg';
import { WangshuError } from '../domain/errors';
import { changeEnvironment, changeOutbox, dropContracts } from './change-counters';
import { changeEnrolments, dropMediation, dropPetitions } from './change-drops';
import { changeLines, isChosen, replace } from './change-lines';
import {
  compactDay,
  DAY,
  HOUR,
  isoMoment,
  parseDay,
  zonedMoment,
  type Day,
  type Moment,
} from './clock';
import { Random } from './random';
import { csvRow } from './sinks/csv';
import type { District } from './district';

export interface ChangeOptions {
  /** Share of the rows of each stream that change, 0 to 1. */
  readonly share: number;
  /** The same seed changes the same rows in the same way. */
  readonly seed: number;
}

/** Rows changed, by `department.stream`; streams that are not named did not change. */
export type Changed = Record<string, number>;

/** Part of each table that says what happens to a row on an ordinary day. */
const SQL_CHANGES = [
  {
    env: 'POLICE_DB_URL',
    table: 't_syrk',
    stream: 'police.t_syrk',
    key: 'rybh',
    set: `lxdh = '100' || lpad((('x' || substr(md5(rybh || $3), 9, 7))::bit(28)::int % 100000000)::text, 8, '0')`,
  },
  {
    env: 'POLICE_DB_URL',
    table: 't_jjd',
    stream: 'police.t_jjd',
    key: 'jjdbh',
    set: `jasj = coalesce(jasj, $2), jqjj = jqjj || '已回访。'`,
  },
  {
    env: 'URBAN_DB_URL',
    table: 't_anjian',
    stream: 'urban.t_anjian',
    key: 'ajbh',
    set: `jasj = coalesce(jasj, $2), zt = '5'`,
  },
  {
    env: 'URBAN_DB_URL',
    table: 't_bujian',
    stream: 'urban.t_bujian',
    key: 'bjbm',
    set: `zt = CASE zt WHEN '完好' THEN '破损' WHEN '破损' THEN '完好' ELSE zt END`,
  },
] as const;

/** Streams of JSON lines, and what changes in a line. */
const JSON_CHANGES = [
  {
    file: 'market/subjects.jsonl',
    stream: 'market.subjects',
    item: 'jyfw',
    to: '日用百货销售;餐饮服务',
  },
  { file: 'market/staff.jsonl', stream: 'market.staff', item: 'gz', to: '店长' },
  {
    file: 'market/inspections.jsonl',
    stream: 'market.inspections',
    item: 'wtms',
    to: '已整改,复查合格',
  },
  { file: 'grid/events.jsonl', stream: 'grid.events', item: 'sjms', to: '事项已办结,群众认可' },
  {
    file: 'emergency/inspections.jsonl',
    stream: 'emergency.inspections',
    item: 'yhms',
    to: '已整改到位',
    form: zonedMoment,
  },
  { file: 'culture/venues.jsonl', stream: 'culture.venues', item: 'hdrs', to: 150 },
  { file: 'culture/inspections.jsonl', stream: 'culture.inspections', item: 'wt', to: '已改正' },
  { file: 'culture/complaints.jsonl', stream: 'culture.complaints', item: 'zt', to: '已答复' },
  {
    file: 'human-resources/employment.jsonl',
    stream: 'human-resources.employment',
    item: 'job_title',
    to: '主管',
    form: zonedMoment,
    changedAt: 'updated_at',
  },
  {
    file: 'approvals/applications.jsonl',
    stream: 'approvals.applications',
    item: 'state',
    to: 'DELIVERED',
    form: zonedMoment,
  },
] as const;

/**
 * Changes a share of every stream that changes from day to day; registers of areas, standard addresses, marriages and
 * relief stay. What the volunteers' app has to tell waits in its outbox. Each call is another day. WangshuError
 * CONFIG_INVALID for a share outside 0 to 1.
 */
export async function changeDistrict(
  district: Pick<District, 'env' | 'asOf' | 'pushed'>,
  options: ChangeOptions,
): Promise<Changed> {
  const { share, seed } = options;
  if (!(share >= 0 && share <= 1)) {
    throw new WangshuError(
      'CONFIG_INVALID',
      `a share of rows from 0 to 1 is required, ${share} given`,
    );
  }
  const hotline = folderOf(district, 'HOTLINE_FOLDER');
  const day = nextDay(hotline, district.asOf);
  const at = day * DAY + 9 * HOUR;
  const departments = join(hotline, '..');
  const changed: Changed = {};
  for (const change of SQL_CHANGES) {
    const client = new Client({ connectionString: folderOf(district, change.env) });
    await client.connect();
    try {
      const { rowCount } = await client.query(
        `UPDATE ${change.table} SET ${change.set}, gxsj = $2
          WHERE ('x' || substr(md5(${change.key} || $3), 1, 7))::bit(28)::int < $1::float8 * 268435456`,
        [share, isoMoment(at), `/${seed}`],
      );
      changed[change.stream] = rowCount ?? 0;
    } finally {
      await client.end();
    }
  }
  for (const change of JSON_CHANGES) {
    changed[change.stream] = changeLines(join(departments, change.file), {
      ...change,
      share,
      seed,
      at,
    });
  }
  changed['hotline.tickets'] = dropTickets(hotline, { day, at, share, seed });
  const drop = { day, at, share, seed };
  changed['petitions.cases'] = dropPetitions(folderOf(district, 'PETITIONS_FOLDER'), drop);
  changed['justice.cases'] = dropMediation(folderOf(district, 'JUSTICE_FOLDER'), drop);
  changed['education.enrolments'] = changeEnrolments(
    join(folderOf(district, 'EDUCATION_FOLDER'), '学籍信息.txt'),
    drop,
  );
  const environment = {
    client: folderOf(district, 'ENVIRONMENT_DB_CLIENT'),
    url: folderOf(district, 'ENVIRONMENT_DB_URL'),
  };
  Object.assign(changed, await changeEnvironment(environment, drop));
  changed['health.contracts'] = dropContracts(join(departments, 'health'), drop);
  Object.assign(changed, changeOutbox(district.pushed, drop));
  changed['civil.elderly'] = changeAllowances(
    join(departments, 'civil', '高龄津贴.csv'),
    share,
    seed,
  );
  return changed;
}

function folderOf(district: Pick<District, 'env'>, name: string): string {
  const value = district.env[name];
  if (value === undefined) throw new RangeError(`a district that says ${name} is required`);
  return value;
}

/** The day after the last drop. */
function nextDay(hotline: string, asOf: string): Day {
  const last = dropsOf(hotline).at(-1)?.slice(8, 16);
  if (last === undefined) return parseDay(asOf);
  return parseDay(`${last.slice(0, 4)}-${last.slice(4, 6)}-${last.slice(6)}`) + 1;
}

function dropsOf(hotline: string): string[] {
  return readdirSync(hotline)
    .filter((name) => /^hotline-\d{8}\.csv$/.test(name))
    .sort();
}

/** A drop of the next day: tickets of earlier drops, followed up. */
function dropTickets(
  hotline: string,
  o: { day: Day; at: Moment; share: number; seed: number },
): number {
  const random = new Random(o.seed, 'change', o.day);
  const drops = dropsOf(hotline);
  const latest = new Map<string, string[]>();
  let rows = 0;
  for (const drop of drops) {
    const lines: string[][] = parse(readFileSync(join(hotline, drop)), { bom: true, from: 2 });
    rows += lines.length;
    for (const cells of lines) {
      // Broken rows are left to their department.
      const text = cells.join();
      if (cells[0] === '' || text.includes('\uFFFD') || cells[1]?.includes('-02-31')) continue;
      latest.set(cells[0] ?? '', cells);
    }
  }
  const wanted = Math.min(Math.round(rows * o.share), latest.size);
  const tickets = [...latest.values()];
  for (let i = 0; i < wanted; i++) swap(tickets, i, random.between(i, tickets.length - 1));
  const chosen = tickets.slice(0, wanted);
  const title = readFileSync(join(hotline, drops.at(-1) ?? ''), 'utf8').split('\r\n')[0] ?? '';
  const text = chosen.map((cells) => {
    const row = [...cells];
    for (const column of [TICKET.dispatched, TICKET.handled, TICKET.followedUp]) {
      if (row[column] === '') row[column] = isoMoment(o.at);
    }
    row[TICKET.satisfaction] = '满意';
    row[TICKET.status] = '已回访';
    row[TICKET.changed] = isoMoment(o.at);
    return csvRow(row);
  });
  writeFileSync(join(hotline, `hotline-${compactDay(o.day)}.csv`), `${title}\r\n${text.join('')}`);
  return chosen.length;
}

function swap(list: unknown[], a: number, b: number): void {
  [list[a], list[b]] = [list[b], list[a]];
}

/** Columns of a ticket, see departments/hotline.ts. */
const TICKET = {
  dispatched: 9,
  handled: 10,
  followedUp: 11,
  satisfaction: 12,
  status: 13,
  changed: 14,
} as const;

/** The allowance goes up for some. Lines stand as bytes, so that broken ones stay broken. */
function changeAllowances(path: string, share: number, seed: number): number {
  const lines = readFileSync(path).toString('latin1').split('\r\n');
  let changed = 0;
  const out = lines.map((line, i) => {
    if (i === 0 || line === '' || line.includes('"') || !isChosen(line, share, seed)) return line;
    const cells = line.split(',');
    cells[7] = String(Number(cells[7]) + 10);
    changed++;
    return cells.join(',');
  });
  replace(path, Buffer.from(out.join('\r\n'), 'latin1'));
  return changed;
}
