/** Civil affairs: the register of relief (社会救助), an XLSX workbook typed by many hands. */
import { compactDay, isoDay, type Day } from '../clock';
import { DIRT, NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import { Random } from '../random';
import type { XlsxSink } from '../sinks/xlsx-sink';
import { personId, placeId } from '../world/place-ref';
import type { World } from '../world/types';
import type { Fault, Truth } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const STREAM = 'civil.relief';
export const RELIEF_TITLES =
  '救助编号 申请人姓名 身份证号 性别 联系电话 家庭住址 救助类型 保障人口 月救助金额 批准日期 状态'.split(
    ' ',
  );
/** Share of households that receive relief. */
const RECEIVING = 0.025;
const KINDS = ['低保', '低保', '低保', '低保边缘', '特困供养', '临时救助', '临时救助', '医疗救助'];
const FAULTS: readonly Fault[] = ['DATE', 'KEY'];

/** One row a household; the applicant is its head. */
export function writeRelief(world: World, sink: XlsxSink, truth: Truth): void {
  const random = new Random(world.seed, STREAM);
  const { personStart } = world.households;
  for (let household = 0; household < personStart.length - 1; household++) {
    if (random.chance(RECEIVING)) write(world, { random, household, sink, truth });
  }
}

function write(
  world: World,
  o: { random: Random; household: number; sink: XlsxSink; truth: Truth },
): void {
  const { random, household, sink, truth } = o;
  const start = world.households.personStart[household] ?? 0;
  const end = world.households.personStart[household + 1] ?? start + 1;
  const person = world.people[start]!;
  const home = { kind: 'ROOM', household } as const;
  const key = `SH${String(sink.rows + 1).padStart(6, '0')}`;
  const fault = isBroken(random, sink.rows) ? random.pick(FAULTS) : undefined;
  const name = writeName(random, person.name, NAME_DIRT.relief);
  const number = writeNumber(random, person.identityNumber, NUMBER_DIRT.relief);
  const address = writePlace(random, world, home, 'civil');
  const swapped = random.chance(DIRT.swappedSex);
  const approved = world.asOf - random.between(1, 1_500);
  const people = random.between(1, end - start);
  const line = sink.rows + 2;
  sink.row([
    fault === 'KEY' ? null : key,
    name.text,
    number.text,
    String(swapped ? 3 - person.sex : person.sex),
    writePhone(random, person.phone),
    address.text,
    random.pick(KINDS),
    people,
    people * random.between(300, 1_100),
    fault === 'DATE' ? breakDate(isoDay(approved)) : dateText(random, approved),
    random.chance(0.9) ? '在保' : '停保',
  ]);
  if (fault !== undefined) truth.broken(STREAM, { key, at: `row ${line}`, fault });
  truth.row(STREAM, {
    key,
    persons: [
      { role: 'applicant', person: personId(person.index), number: number.state, name: name.state },
    ],
    place: placeId(world, home),
    address: address.form,
    ...(swapped ? { swappedSex: true } : {}),
  });
}

/** A day in one of the forms that clerks type. */
function dateText(random: Random, day: Day): string {
  const [year = '', month = '', date = ''] = isoDay(day).split('-');
  const m = String(Number(month));
  const d = String(Number(date));
  switch (random.int(6)) {
    case 0:
      return compactDay(day);
    case 1:
      return `${year}/${m}/${d}`;
    case 2:
      return `${year}.${month}.${date}`;
    case 3:
      return `${year}年${m}月${d}日`;
    default:
      return isoDay(day);
  }
}
