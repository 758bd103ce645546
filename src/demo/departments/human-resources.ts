/**
 * Human resources and social security (人社): registrations of employment, who works where from when to when, and of people
 * who look for work. Its vendor hands them out through a Singer tap (serve/tap-human-resources.mjs) over these files.
 */
import { join } from 'node:path';
import { DAY, HOUR, isoDay, zonedMoment, type Day, type Moment } from '../clock';
import { NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { shortName, writePhone } from '../dirty/text';
import { Random } from '../random';
import { FileSink } from '../sinks/file-sink';
import { personId, placeId } from '../world/place-ref';
import type { Organisation, Person, World } from '../world/types';
import { organizationId } from './market';
import type { Fault, Truth } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const EMPLOYMENT = 'human-resources.employment';
const SEEKERS = 'human-resources.job_seekers';
/** Shares of the residents of working age. */
const REGISTERED = 0.11;
const LOOKING = 0.025;
const YEAR = 365.2425;
const JOBS = ['职员', '销售', '厨师', '服务员', '司机', '会计', '技术员', '保洁', '保安', '操作工'];
const KINDS = ['固定期限', '固定期限', '无固定期限', '以完成一定工作任务为期限'];
const EDUCATION = ['初中', '高中', '中专', '大专', '本科', '研究生'];
const WANTED = ['不限', '文员', '客服', '驾驶员', '家政', '保安', '电商运营', '会计'];
const FAULTS: readonly Fault[] = ['DATE', 'KEY'];

interface Dated {
  readonly changed: Moment;
  readonly write: (position: number) => void;
}

/** Both files, each in the order of its last change (`updated_at`), as an incremental tap needs them. */
export function writeHumanResources(
  world: World,
  o: { folder: string; truth: Truth },
): Record<string, number> {
  const employment = new FileSink(join(o.folder, 'employment.jsonl'));
  const seekers = new FileSink(join(o.folder, 'job_seekers.jsonl'));
  const random = new Random(world.seed, 'human-resources');
  const open = world.organisations.filter(({ status }) => status === '存续');
  const jobs: Dated[] = [];
  const wishes: Dated[] = [];
  for (let index = 0; index < world.residents; index++) {
    const person = world.people[index]!;
    const age = (world.asOf - person.birth) / YEAR;
    if (age < 18 || age >= 62) continue;
    if (random.chance(REGISTERED)) {
      jobs.push(...careerOf(world, { random, person, open, sink: employment, truth: o.truth }));
    } else if (random.chance(LOOKING)) {
      wishes.push(wishOf(world, { random, person, sink: seekers, truth: o.truth }));
    }
  }
  for (const list of [jobs, wishes]) {
    list.sort((a, b) => a.changed - b.changed).forEach(({ write }, position) => write(position));
  }
  return { [EMPLOYMENT]: employment.end(), [SEEKERS]: seekers.end() };
}

/** One registration, or two one after the other. */
function careerOf(
  world: World,
  o: {
    random: Random;
    person: Person;
    open: readonly Organisation[];
    sink: FileSink;
    truth: Truth;
  },
): Dated[] {
  const { random, person } = o;
  const grownUp = Math.ceil(person.birth + 18 * YEAR);
  const last = Math.max(grownUp, world.asOf - random.between(0, 1_400));
  const first = { from: last, until: random.chance(0.12) ? last + random.between(20, 400) : null };
  const terms: { from: Day; until: Day | null }[] = [first];
  if (random.chance(0.15)) {
    const until = last - random.between(10, 120);
    const from = Math.max(grownUp, until - random.between(100, 900));
    if (from < until) terms.push({ from, until });
  }
  return terms.map(({ from, until }) => {
    const ended = until !== null && until <= world.asOf ? until : null;
    const changed = registeredAt(random, world, Math.max(from, ended ?? from));
    const employer = random.pick(o.open);
    return {
      changed,
      write: (position) => {
        employment(world, { ...o, employer, from, ended, changed, position });
      },
    };
  });
}

/** The counter enters it within two weeks, in its hours. */
function registeredAt(random: Random, world: World, day: Day): Moment {
  return Math.min(day + random.int(14), world.asOf) * DAY + random.between(9 * HOUR, 17 * HOUR - 1);
}

function employment(
  world: World,
  o: {
    random: Random;
    person: Person;
    sink: FileSink;
    truth: Truth;
    employer: Organisation;
    from: Day;
    ended: Day | null;
    changed: Moment;
    position: number;
  },
): void {
  const { random, person, employer, position } = o;
  const key = `JY990106${String(position + 1).padStart(8, '0')}`;
  const name = writeName(random, person.name, NAME_DIRT.employment);
  const number = writeNumber(random, person.identityNumber, NUMBER_DIRT.employment);
  const fault = isBroken(random, position) ? random.pick(FAULTS) : undefined;
  const from = midnight(o.from);
  o.sink.json({
    reg_id: fault === 'KEY' ? null : key,
    id_card: number.text === '' ? null : number.text,
    name: name.text,
    employer_code: employer.creditCode,
    employer_name: random.chance(0.7) ? employer.name : shortName(employer.name),
    job_title: random.pick(JOBS),
    contract_kind: random.pick(KINDS),
    start_date: fault === 'DATE' ? breakDate(from) : from,
    end_date: o.ended === null ? null : midnight(o.ended),
    wage_base: random.between(39, 180) * 100,
    updated_at: zonedMoment(o.changed),
  });
  if (fault !== undefined) o.truth.broken(EMPLOYMENT, { key, at: key, fault });
  o.truth.row(EMPLOYMENT, {
    key,
    organization: organizationId(employer),
    persons: [
      { role: 'employee', person: personId(person.index), number: number.state, name: name.state },
    ],
  });
}

function wishOf(
  world: World,
  o: { random: Random; person: Person; sink: FileSink; truth: Truth },
): Dated {
  const { random, person, truth } = o;
  const day = world.asOf - random.between(0, 500);
  const changed = registeredAt(random, world, day);
  const write = (position: number): void => {
    const key = `QZ990106${String(position + 1).padStart(7, '0')}`;
    const home = { kind: 'ROOM', household: person.household } as const;
    const name = writeName(random, person.name, NAME_DIRT.jobSeekers);
    const number = writeNumber(random, person.identityNumber, NUMBER_DIRT.jobSeekers);
    const address = writePlace(random, world, home, 'civil');
    const broken = isBroken(random, position);
    const registered = isoDay(day);
    o.sink.json({
      seeker_id: key,
      id_card: number.text === '' ? null : number.text,
      name: name.text,
      phone: writePhone(random, person.phone),
      address: address.text,
      education: random.pick(EDUCATION),
      wanted_job: random.pick(WANTED),
      hardship_kind: random.chance(0.25) ? random.pick(['大龄失业', '零就业家庭', '残疾']) : null,
      registered_on: broken ? breakDate(registered) : registered,
      status: random.pick(['求职中', '求职中', '已就业', '已退出']),
      match_score: random.between(20, 99),
      updated_at: zonedMoment(changed),
    });
    if (broken) truth.broken(SEEKERS, { key, at: key, fault: 'DATE' });
    truth.row(SEEKERS, {
      key,
      place: placeId(world, home),
      address: address.form,
      persons: [
        { role: 'self', person: personId(person.index), number: number.state, name: name.state },
      ],
    });
  };
  return { changed, write };
}

/** 2025-03-01T00:00:00+08:00: the platform knows no dates, only times. */
function midnight(day: Day): string {
  return `${isoDay(day)}T00:00:00+08:00`;
}
