/** Civil affairs: the register of marriages, an XLSX workbook whose dates are date cells. */
import { DAY, isoDay, parseDay, yearOf, type Day } from '../clock';
import { NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName, type WrittenName } from '../dirty/name';
import { writeNumber, type WrittenNumber } from '../dirty/number';
import { Random } from '../random';
import type { SheetCell, XlsxSink } from '../sinks/xlsx-sink';
import { personId } from '../world/place-ref';
import type { Person, World } from '../world/types';
import type { PersonTruth, Truth } from './truth';
import { breakDate, isBroken } from './write';

const STREAM = 'civil.marriages';
export const MARRIAGE_TITLES =
  '登记字号 男方姓名 男方身份证号 女方姓名 女方身份证号 结婚登记日期 离婚登记日期 登记机关 备注'.split(
    ' ',
  );
const YEAR = 365.2425;
const DIVORCED = '40';

/** One row a couple; those who live apart have the date of their divorce as well. */
export async function writeMarriages(world: World, sink: XlsxSink, truth: Truth): Promise<void> {
  const random = new Random(world.seed, STREAM);
  const perYear = new Map<number, number>();
  for (const [position, [husband, wife]] of world.couples.entries()) {
    const man = world.people[husband]!;
    const woman = world.people[wife]!;
    const { married, divorced } = drawDates(random, man, woman, world.asOf);
    const year = yearOf(married);
    const next = (perYear.get(year) ?? 0) + 1;
    perYear.set(year, next);
    const key = `J990106-${year}-${String(next).padStart(6, '0')}`;
    const broken = isBroken(random, position);
    const his = written(random, man);
    const hers = written(random, woman);
    const cells: SheetCell[] = [
      key,
      his.name.text,
      his.number.text,
      hers.name.text,
      hers.number.text,
      broken ? breakDate(isoDay(married)) : dateCell(married),
      divorced === undefined ? null : dateCell(divorced),
      '澄湖区民政局婚姻登记处',
      random.chance(0.02) ? '补领' : null,
    ];
    sink.row(cells);
    if (broken) truth.broken(STREAM, { key, at: `row ${position + 2}`, fault: 'DATE' });
    truth.row(STREAM, {
      key,
      persons: [truthOf('husband', man, his), truthOf('wife', woman, hers)],
    });
    if (position % 200 === 0) await sink.drain();
  }
}

interface Written {
  readonly name: WrittenName;
  readonly number: WrittenNumber;
}

function written(random: Random, person: Person): Written {
  return {
    name: writeName(random, person.name, NAME_DIRT.marriage),
    number: writeNumber(random, person.identityNumber, NUMBER_DIRT.marriage),
  };
}

function truthOf(role: 'husband' | 'wife', person: Person, { name, number }: Written): PersonTruth {
  return { role, person: personId(person.index), number: number.state, name: name.state };
}

/** Married at the age of the law (22 and 20) or later, on a working day. */
function drawDates(
  random: Random,
  man: Person,
  woman: Person,
  asOf: Day,
): { married: Day; divorced?: Day } {
  const earliest = Math.ceil(Math.max(man.birth + 22 * YEAR, woman.birth + 20 * YEAR));
  const latest = Math.min(asOf - 400, earliest + 12 * 365);
  const married = workday(
    random.between(Math.min(earliest, asOf - 400), Math.max(earliest, latest)),
    asOf,
  );
  if (man.marital !== DIVORCED || woman.marital !== DIVORCED) return { married };
  return {
    married,
    divorced: workday(random.between(married + 200, Math.max(married + 200, asOf)), asOf),
  };
}

function workday(day: Day, asOf: Day): Day {
  const monday = parseDay('1970-01-05');
  const weekday = (((day - monday) % 7) + 7) % 7;
  return Math.min(weekday > 4 ? day - 2 : day, asOf);
}

/** Midnight UTC of a calendar day: what a spreadsheet without time zones holds. */
function dateCell(day: Day): Date {
  return new Date(day * DAY * 1_000);
}
