/** A day later at the departments that drop files: a new drop with some papers followed up, some pupils in another class. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isChosen, replace } from './change-lines';
import { compactDay, compactMoment, isoMoment, type Day, type Moment } from './clock';

export interface DropDay {
  /** Day and moment of the change. */
  readonly day: Day;
  readonly at: Moment;
  readonly share: number;
  readonly seed: number;
}

/** A drop of petitions closed on that day, with its manifest behind it; returns its rows. */
export function dropPetitions(folder: string, o: DropDay): number {
  const latest = new Map<string, Record<string, unknown>>();
  for (const name of dropsOf(folder, /^xf-\d{8}\.jsonl$/)) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      // Broken rows are left to their department.
      if (line === '' || line.includes('\uFFFD') || line.includes('-02-31')) continue;
      const row = JSON.parse(line) as Record<string, unknown>;
      if (typeof row['xfbh'] === 'string') latest.set(row['xfbh'], row);
    }
  }
  const lines = [...latest]
    .filter(([key]) => isChosen(key, o.share, o.seed))
    .map(([, row]) => {
      const at = isoMoment(o.at);
      const open = ['djsj', 'slsj', 'jbsj', 'dfsj', 'bjsj'].filter((item) => row[item] === null);
      const stamps = Object.fromEntries(open.map((item) => [item, at]));
      return `${JSON.stringify({ ...row, ...stamps, myd: '满意', zt: '已办结', gxsj: at })}\n`;
    });
  const name = `xf-${compactDay(o.day)}`;
  writeFileSync(join(folder, `${name}.jsonl`), lines.join(''));
  writeFileSync(join(folder, `${name}.count`), `${name}.jsonl=${String(lines.length)}\n`);
  return lines.length;
}

const CASE = /<AJ><AJBH>(\w+)<\/AJBH>.*<\/AJ>/g;

/** A drop of mediation cases followed up on that day; returns its rows. */
export function dropMediation(folder: string, o: DropDay): number {
  const latest = new Map<string, string>();
  for (const name of dropsOf(folder, /^rmtj-\d{8}\.xml$/)) {
    const bytes = readFileSync(join(folder, name));
    const encoding = bytes.includes('GB18030') ? 'gb18030' : 'utf-8';
    for (const [row, key = ''] of new TextDecoder(encoding).decode(bytes).matchAll(CASE)) {
      if (!/<SQSJ>\d{4}0231/.test(row)) latest.set(key, row);
    }
  }
  const at = compactMoment(o.at);
  const rows = [...latest]
    .filter(([key]) => isChosen(key, o.share, o.seed))
    .map(([, row]) =>
      row
        .replace(/<(SLSJ|TJSJ|JASJ|HFSJ)\/>/g, `<$1>${at}</$1>`)
        .replace('<JG/>', '<JG>达成协议</JG>')
        .replace(/<ZT>.*?<\/ZT><GXSJ>\d+<\/GXSJ>/, `<ZT>已回访</ZT><GXSJ>${at}</GXSJ>`),
    );
  const head = `<HEAD><RQ>${compactDay(o.day)}</RQ><JLS>${String(rows.length)}</JLS></HEAD>`;
  writeFileSync(
    join(folder, `rmtj-${compactDay(o.day)}.xml`),
    `<?xml version="1.0" encoding="UTF-8"?>\n<RMTJ>\n  ${head}\n${rows.map((row) => `  ${row}\n`).join('')}</RMTJ>\n`,
  );
  return rows.length;
}

const CLASS = 7;

/** Some pupils change their class; returns how many. */
export function changeEnrolments(path: string, { share, seed }: DropDay): number {
  let changed = 0;
  const lines = readFileSync(path, 'utf16le').split('\r\n');
  const out = lines.map((line, i) => {
    const cells = line.split('\t');
    if (i === 0 || line === '' || line.includes('"') || !isChosen(line, share, seed)) return line;
    cells[CLASS] = `${String((Number(/\d+/.exec(cells[CLASS] ?? '')?.[0] ?? 0) % 6) + 1)}班`;
    changed++;
    return cells.join('\t');
  });
  replace(path, Buffer.from(out.join('\r\n'), 'utf16le'));
  return changed;
}

function dropsOf(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort();
}
