/**
 * Education: the list of schools and the roll of pupils in compulsory education (学籍), two sheets saved as "Unicode text"
 * (UTF-16LE, tabs). Pupils are nearly all under 14: sensitive, whatever the column (PIPL articles 28 and 31).
 */
import { join } from 'node:path';
import { compactDay, isoDay, yearOf, type Day } from '../clock';
import { DIRT, NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import { Random } from '../random';
import type { Cell } from '../sinks/csv';
import { unicodeTextRow, writeUnicodeText } from '../sinks/unicode-text';
import { personId, placeId } from '../world/place-ref';
import { makeSchools, type School } from '../world/schools';
import type { Person, World } from '../world/types';
import type { Fault, PersonTruth, Truth } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const SCHOOLS = 'education.schools';
const ENROLMENTS = 'education.enrolments';
const SCHOOL_TITLES =
  '学校标识码 学校名称 统一社会信用代码 办学类型 举办者 学校地址 办公电话 状态'.split(' ');
const ENROLMENT_TITLES =
  '学籍号 姓名 身份证件号 性别 出生日期 学校标识码 年级 班级 入学年月 监护人姓名 监护人关系 监护人电话 现住址 心理测评等级 就读方式 学籍状态'.split(
    ' ',
  );
const GRADES = ['一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const PRIMARY_GRADES = 6;
const FAULTS: readonly Fault[] = ['DATE', 'KEY'];

export function schoolId({ index }: School): string {
  return `S${String(index).padStart(6, '0')}`;
}

export interface EducationOptions {
  /** Gets `学校名录.txt` and `学籍信息.txt`. */
  readonly folder: string;
  readonly truth: Truth;
}

/** Writes both sheets; returns the number of rows of each, by `department.stream`. */
export function writeEducation(world: World, o: EducationOptions): Record<string, number> {
  const schools = makeSchools(world);
  return {
    [SCHOOLS]: writeSchools(world, schools, o),
    [ENROLMENTS]: writeEnrolments(world, schools, o),
  };
}

function writeSchools(world: World, schools: readonly School[], o: EducationOptions): number {
  const random = new Random(world.seed, SCHOOLS);
  const rows = schools.map((school) => {
    const address = writePlace(random, world, school.site, 'market');
    o.truth.entity('organizations', {
      id: schoolId(school),
      creditCode: school.creditCode,
      name: school.name,
      place: placeId(world, school.site),
    });
    o.truth.row(SCHOOLS, {
      key: school.code,
      organization: schoolId(school),
      place: placeId(world, school.site),
      address: address.form,
    });
    return unicodeTextRow([
      school.code,
      school.name,
      school.creditCode,
      school.kind,
      '区教育局',
      address.text,
      writePhone(random, school.phone),
      '正常',
    ]);
  });
  writeUnicodeText(join(o.folder, '学校名录.txt'), [unicodeTextRow(SCHOOL_TITLES), ...rows]);
  return rows.length;
}

function writeEnrolments(world: World, schools: readonly School[], o: EducationOptions): number {
  const random = new Random(world.seed, ENROLMENTS);
  const bySubdistrict = world.subdistricts.map((_, s) =>
    schools.filter(({ subdistrict }) => subdistrict === s),
  );
  const rows: string[] = [];
  for (const pupil of world.people) {
    const grade = gradeOf(pupil, world.asOf);
    // Some go to school elsewhere.
    if (pupil.household < 0 || grade === undefined || random.chance(0.06)) continue;
    const wanted = grade <= PRIMARY_GRADES ? '小学' : '初级中学';
    const near = (bySubdistrict[subdistrictOf(world, pupil)] ?? []).filter(
      ({ kind }) => kind === wanted,
    );
    const row = enrolment(world, {
      random,
      pupil,
      grade,
      school: random.pick(near),
      position: rows.length,
    });
    if (row.fault !== undefined) {
      o.truth.broken(ENROLMENTS, { key: row.key, at: `row ${rows.length + 2}`, fault: row.fault });
    }
    o.truth.row(ENROLMENTS, {
      key: row.key,
      event: row.key,
      organization: row.organization,
      persons: row.persons,
      place: row.place,
      address: row.form,
    });
    rows.push(unicodeTextRow(row.cells));
  }
  writeUnicodeText(join(o.folder, '学籍信息.txt'), [unicodeTextRow(ENROLMENT_TITLES), ...rows]);
  return rows.length;
}

interface Enrolment {
  readonly key: string;
  readonly cells: readonly Cell[];
  readonly persons: readonly PersonTruth[];
  readonly organization: string;
  readonly place: string;
  readonly form: string;
  readonly fault: Fault | undefined;
}

function enrolment(
  world: World,
  o: { random: Random; pupil: Person; grade: number; school: School; position: number },
): Enrolment {
  const { random, pupil, grade, school } = o;
  const home = { kind: 'ROOM', household: pupil.household } as const;
  const entered = schoolYear(world.asOf) - (grade <= PRIMARY_GRADES ? grade : grade - 6) + 1;
  const key = `9901${entered}${String(o.position + 1).padStart(6, '0')}`;
  const name = writeName(random, pupil.name, NAME_DIRT.pupils);
  const number = writeNumber(random, pupil.identityNumber, NUMBER_DIRT.pupils);
  const address = writePlace(random, world, home, 'pupils');
  const fault = isBroken(random, o.position) ? random.pick(FAULTS) : undefined;
  const birth = random.chance(0.7) ? compactDay(pupil.birth) : isoDay(pupil.birth);
  const guardian = random.chance(DIRT.missingGuardian)
    ? undefined
    : guardianOf(random, world, pupil);
  const guardianName =
    guardian === undefined ? undefined : writeName(random, guardian.name, NAME_DIRT.guardians);
  return {
    key,
    fault,
    organization: schoolId(school),
    place: placeId(world, home),
    form: address.form,
    persons: [
      { role: 'pupil', person: personId(pupil.index), number: number.state, name: name.state },
      guardian === undefined
        ? { role: 'guardian', person: null }
        : {
            role: 'guardian',
            person: personId(guardian.index),
            number: 'MISSING',
            name: guardianName?.state ?? 'EXACT',
          },
    ],
    cells: [
      fault === 'KEY' ? '' : key,
      name.text,
      number.text,
      pupil.sex === 1 ? '男' : '女',
      fault === 'DATE' ? breakDate(birth) : birth,
      school.code,
      `${GRADES[grade - 1] ?? ''}年级`,
      `${random.between(1, 6)}班`,
      `${entered}09`,
      guardianName?.text ?? '',
      guardian === undefined ? '' : guardian.sex === 1 ? '父亲' : '母亲',
      guardian === undefined ? '' : writePhone(random, guardian.phone),
      address.text,
      // Findings of a psychological survey: never shared, never read.
      random.pick(['A', 'A', 'A', 'B', 'C']),
      random.chance(0.9) ? '走读' : '住校',
      random.chance(0.98) ? '在读' : '休学',
    ],
  };
}

/** The year in which the school year of a day began: it begins on 1 September. */
function schoolYear(day: Day): number {
  const [year = '', month = ''] = isoDay(day).split('-');
  return Number(month) >= 9 ? Number(year) : Number(year) - 1;
}

/** 1 to 9; undefined for who is not in compulsory education. Children of six on 31 August begin (义务教育法 第十一条). */
function gradeOf(person: Person, asOf: Day): number | undefined {
  const born = isoDay(person.birth);
  const beginsIn = yearOf(person.birth) + (born.slice(5) <= '08-31' ? 6 : 7);
  const grade = schoolYear(asOf) - beginsIn + 1;
  return grade >= 1 && grade <= GRADES.length ? grade : undefined;
}

function subdistrictOf(world: World, { household }: Person): number {
  const compound = world.compounds[world.households.compound[household] ?? 0]!;
  return world.communities[world.grids[compound.grid]!.community]!.subdistrict;
}

/** Head of the household or the head's spouse. */
function guardianOf(random: Random, world: World, pupil: Person): Person | undefined {
  const { personStart } = world.households;
  const parents = world.people
    .slice(personStart[pupil.household] ?? 0, personStart[pupil.household + 1] ?? 0)
    .filter(({ relation }) => relation === '02' || relation === '10');
  return parents.length === 0 ? undefined : random.pick(parents);
}
