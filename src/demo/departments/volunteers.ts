/**
 * Volunteers (志愿服务, 双报到): the register, the activities and who served at which. Nobody reads this system: its app
 * posts these lines to the hub (push-app.ts).
 */
import { join } from 'node:path';
import { DAY, HOUR, isoMoment, type Day, type Moment } from '../clock';
import { NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber, type WrittenNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import type { PlaceDrawer } from '../events/draw-place';
import { categoryOf } from '../events/categories';
import { OwnIncidents } from '../events/own-incidents';
import type { DayOfPapers } from '../events/types';
import { cumulate, Random } from '../random';
import { FileSink } from '../sinks/file-sink';
import { personId, placeId } from '../world/place-ref';
import type { Person, World } from '../world/types';
import type { Desk, DeskOptions } from './desk';
import type { Fault } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const VOLUNTEERS = 'volunteers.volunteers';
const ACTIVITIES = 'volunteers.activities';
const SERVICES = 'volunteers.services';
const REGISTERED = 0.035;
/** Activities a week in a district of the default size; most of them at weekends. */
const WEEKLY = 9;
const WEEKEND_WEEKLY = 4;
export const ACTIVITY_KINDS = [
  ['WSQJ', '环境清洁', 30],
  ['ZLFW', '助老服务', 25],
  ['WMQD', '文明劝导', 20],
  ['PFXC', '普法宣传', 10],
  ['YLYZ', '义诊理发', 15],
] as const;
const KIND_WEIGHTS = cumulate(ACTIVITY_KINDS.map(([, , weight]) => weight));
const FAULTS: readonly Fault[] = ['DATE', 'KEY'];

interface Volunteer {
  readonly id: string;
  readonly person: Person;
  readonly joined: Day;
  /** As typed once, when they registered; the app shows it again with every service. */
  readonly number: WrittenNumber;
}

export class VolunteerDesk implements Desk {
  private readonly own: OwnIncidents;
  private readonly places: PlaceDrawer;
  private readonly members: readonly Volunteer[];
  private readonly sinks: Readonly<Record<'volunteers' | 'activities' | 'services', FileSink>>;
  private activities = 0;
  private services = 0;

  constructor(
    private readonly world: World,
    private readonly o: DeskOptions,
  ) {
    this.own = new OwnIncidents(world);
    this.places = this.own.places;
    const sink = (name: string): FileSink =>
      new FileSink(join(o.departments, 'volunteers', `${name}.jsonl`));
    this.sinks = {
      volunteers: sink('volunteers'),
      activities: sink('activities'),
      services: sink('services'),
    };
    this.members = this.register();
  }

  day(_papers: DayOfPapers, day: Day): void {
    const random = new Random(this.world.seed, ACTIVITIES, day);
    const count =
      this.own.count(random, WEEKLY, day) +
      random.poisson(((WEEKEND_WEEKLY / 7) * this.world.residents) / 60_000);
    for (let i = count; i > 0; i--) this.activity(day * DAY + random.between(8, 16) * HOUR);
  }

  end(): Readonly<Record<string, number>> {
    return {
      [VOLUNTEERS]: this.sinks.volunteers.end(),
      [ACTIVITIES]: this.sinks.activities.end(),
      [SERVICES]: this.sinks.services.end(),
    };
  }

  private register(): Volunteer[] {
    const { world } = this;
    const random = new Random(world.seed, VOLUNTEERS);
    const members: Volunteer[] = [];
    for (let index = 0; index < world.residents; index++) {
      const person = world.people[index]!;
      const age = (world.asOf - person.birth) / 365.2425;
      if (age < 16 || age > 75 || !random.chance(REGISTERED)) continue;
      members.push(this.member(random, person, members.length));
    }
    return members;
  }

  private member(random: Random, person: Person, position: number): Volunteer {
    const { world, o } = this;
    const id = `ZYZ${String(position + 1).padStart(7, '0')}`;
    const home = { kind: 'ROOM', household: person.household } as const;
    const name = writeName(random, person.name, NAME_DIRT.volunteers);
    const number = writeNumber(random, person.identityNumber, NUMBER_DIRT.volunteers);
    const address = writePlace(random, world, home, 'volunteers');
    const fault = isBroken(random, position) ? random.pick(FAULTS) : undefined;
    const joined = world.asOf - random.between(0, 1_500);
    const time = isoMoment(joined * DAY + random.between(7 * HOUR, 22 * HOUR));
    this.sinks.volunteers.json({
      volunteerId: fault === 'KEY' ? null : id,
      realName: name.text,
      idCard: number.text === '' ? null : number.text,
      mobile: writePhone(random, person.phone),
      address: address.text,
      political: random.pick(['中共党员', '共青团员', '群众', '群众']),
      reportedTo: random.chance(0.6) ? '双报到' : '自愿注册',
      joinedAt: fault === 'DATE' ? breakDate(time) : time,
      starLevel: random.between(0, 5),
      updatedAt: time,
    });
    if (fault !== undefined) o.truth.broken(VOLUNTEERS, { key: id, at: id, fault });
    o.truth.row(VOLUNTEERS, {
      key: id,
      place: placeId(world, home),
      address: address.form,
      persons: [
        { role: 'self', person: personId(person.index), number: number.state, name: name.state },
      ],
    });
    return { id, person, joined, number };
  }

  private activity(at: Moment): void {
    const { world, o, own } = this;
    if (at >= o.cutoff) return;
    const number = own.number('HD', at, 3);
    const random = new Random(world.seed, ACTIVITIES, number);
    const [code, title] = ACTIVITY_KINDS[random.weighted(KIND_WEIGHTS)]!;
    const incident = own.incident(random, { id: number, category: categoryOf('GARBAGE'), at });
    const address = writePlace(random, world, incident.place, 'volunteers');
    const community = random.pick(world.communities);
    const broken = isBroken(random, this.activities++);
    const start = isoMoment(at);
    const hours = random.between(1, 4);
    this.sinks.activities.json({
      activityNo: number,
      title: `${community.name}${title}志愿服务`,
      kind: code,
      team: `${community.name}志愿服务队`,
      teamNo: `FWD${community.code}`,
      place: address.text,
      startAt: broken ? breakDate(start) : start,
      endAt: isoMoment(at + hours * HOUR),
      headcount: random.between(3, 30),
      remark: random.chance(0.2) ? '请自带工具' : null,
      updatedAt: isoMoment(at + hours * HOUR + random.between(60, 7_200)),
    });
    if (broken) o.truth.broken(ACTIVITIES, { key: number, at: number, fault: 'DATE' });
    o.truth.row(ACTIVITIES, {
      key: number,
      event: number,
      place: placeId(world, incident.place),
      address: address.form,
    });
    const there = new Set<Volunteer>();
    for (let i = random.between(1, 4); i > 0; i--) there.add(random.pick(this.members));
    for (const volunteer of there) {
      if (volunteer.joined * DAY < at) this.service(random, { volunteer, number, at, hours });
    }
  }

  private service(
    random: Random,
    given: { volunteer: Volunteer; number: string; at: Moment; hours: number },
  ): void {
    const { volunteer, number, at, hours } = given;
    const key = `${number}-${volunteer.id}`;
    const broken = isBroken(random, this.services++);
    const signedIn = isoMoment(at - random.int(1_200));
    const name = writeName(random, volunteer.person.name, NAME_DIRT.volunteers);
    this.sinks.services.json({
      serviceNo: key,
      activityNo: number,
      volunteerId: volunteer.id,
      realName: name.text,
      idCard: volunteer.number.text === '' ? null : volunteer.number.text,
      signedInAt: broken ? breakDate(signedIn) : signedIn,
      hours: hours - (random.chance(0.2) ? 0.5 : 0),
      points: random.between(5, 40),
      updatedAt: isoMoment(at + hours * HOUR),
    });
    if (broken) this.o.truth.broken(SERVICES, { key, at: key, fault: 'DATE' });
    this.o.truth.row(SERVICES, {
      key,
      event: number,
      persons: [
        {
          role: 'self',
          person: personId(volunteer.person.index),
          number: volunteer.number.state,
          name: name.state,
        },
      ],
    });
  }
}
