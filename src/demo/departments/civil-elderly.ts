/**
 * Civil affairs: the register of the old-age allowance (高龄津贴), a GB18030 CSV. Its vendor writes sex the wrong way
 * round in every row (1 female, 2 male).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import iconv from 'iconv-lite';
import { compactDay, isoDay } from '../clock';
import { NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import { Random } from '../random';
import { BROKEN_BYTE, csvRow, encodeBroken } from '../sinks/csv';
import { personId, placeId } from '../world/place-ref';
import type { Person, World } from '../world/types';
import type { Fault, Truth } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const STREAM = 'civil.elderly';
const TITLES =
  '津贴编号 姓名 身份证号 性别 出生日期 联系电话 居住地址 津贴标准 起发年月 发放状态'.split(' ');
const YEAR = 365.2425;
const FROM_AGE = 80;
const FAULTS: readonly Fault[] = ['DATE', 'ENCODING', 'KEY'];

/** One row for nearly every resident of 80 and older. Returns the number of rows. */
export function writeElderly(world: World, path: string, truth: Truth): number {
  const random = new Random(world.seed, STREAM);
  let text = csvRow(TITLES);
  let rows = 0;
  for (const person of world.people) {
    const age = (world.asOf - person.birth) / YEAR;
    if (person.household < 0 || age < FROM_AGE || random.chance(0.04)) continue;
    text += write(world, { random, person, position: rows, age, truth });
    rows++;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    encodeBroken(text, (part) => iconv.encode(part, 'gb18030')),
  );
  return rows;
}

function write(
  world: World,
  o: { random: Random; person: Person; position: number; age: number; truth: Truth },
): string {
  const { random, person, position, age, truth } = o;
  const home = { kind: 'ROOM', household: person.household } as const;
  const key = `GL${String(position + 1).padStart(6, '0')}`;
  const name = writeName(random, person.name, NAME_DIRT.elderly);
  const number = writeNumber(random, person.identityNumber, NUMBER_DIRT.elderly);
  const address = writePlace(random, world, home, 'civil');
  const planted = isBroken(random, position) ? FAULTS[position % FAULTS.length] : undefined;
  const fault = planted ?? (number.state === 'MISTYPED' ? 'NUMBER' : undefined);
  const birth = random.chance(0.5) ? compactDay(person.birth) : isoDay(person.birth);
  const start = compactDay(
    Math.floor(person.birth + FROM_AGE * YEAR) + random.between(20, 60),
  ).slice(0, 6);
  if (fault !== undefined) truth.broken(STREAM, { key, at: `row ${position + 2}`, fault });
  truth.row(STREAM, {
    key,
    persons: [
      { role: 'self', person: personId(person.index), number: number.state, name: name.state },
    ],
    place: placeId(world, home),
    address: address.form,
  });
  return csvRow([
    fault === 'KEY' ? '' : key,
    fault === 'ENCODING' ? `${BROKEN_BYTE}${name.text}` : name.text,
    number.text,
    String(3 - person.sex),
    fault === 'DATE' ? breakDate(birth) : birth,
    writePhone(random, person.phone),
    address.text,
    age >= 100 ? 500 : age >= 90 ? 200 : 100,
    start,
    random.chance(0.97) ? '发放中' : '停发',
  ]);
}
