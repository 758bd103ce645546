/** Culture and tourism: inspections of venues, and complaints about them, handed out as XML over HTTP. */
import { join } from 'node:path';
import { DAY, HOUR, isoMoment, type Day, type Moment } from '../clock';
import { DIRT, NAME_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writePhone } from '../dirty/text';
import { drawStamps } from '../events/life-cycle';
import { OwnIncidents } from '../events/own-incidents';
import { progress, type DayOfPapers } from '../events/types';
import { Random } from '../random';
import { FileSink } from '../sinks/file-sink';
import { personId, placeId } from '../world/place-ref';
import type { World } from '../world/types';
import { makeVenues, type Venue } from './culture-venues';
import type { Desk, DeskOptions } from './desk';
import { JsonDrops } from './json-drops';
import { organizationId } from './market';
import type { Fault } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const INSPECTIONS = 'culture.inspections';
const COMPLAINTS = 'culture.complaints';
/** A week, in a district of the default size. */
const WEEKLY = { inspections: 12, complaints: 9 } as const;
const FINDINGS = ['未悬挂许可证', '消防通道堆物', '未登记住宿人员身份', '超时营业', '未设禁入标志'];
/** Subjects of complaints by native code. */
export const COMPLAINT_KINDS = [
  ['TS01', '噪声扰民', '深夜音响声音过大'],
  ['TS02', '接纳未成年人', '有未成年人进入'],
  ['TS03', '价格欺诈', '结账价格与标价不符'],
  ['TS04', '消防隐患', '安全出口被堵'],
  ['TS05', '服务质量', '预订的房间被取消,不退款'],
] as const;
/** Accepted, handled, answered. */
const STEPS = [
  { median: 6 * HOUR, sigma: 0.7, longest: 3 * DAY },
  { median: 4 * DAY, sigma: 0.8, longest: 30 * DAY },
  { median: DAY, sigma: 0.7, longest: 10 * DAY },
];
const STATES = ['待受理', '办理中', '已办理', '已答复'] as const;
const FAULTS: readonly Fault[] = ['DATE', 'KEY'];

interface List {
  readonly sink: FileSink;
  readonly drops: JsonDrops;
}

export class CultureEvents implements Desk {
  private readonly own: OwnIncidents;
  private readonly venues: readonly Venue[];
  private readonly inspections: List;
  private readonly complaints: List;

  constructor(
    private readonly world: World,
    private readonly o: DeskOptions,
  ) {
    this.own = new OwnIncidents(world);
    this.venues = makeVenues(world);
    const list = (name: string): List => {
      const sink = new FileSink(join(o.departments, `culture/${name}.jsonl`));
      return { sink, drops: new JsonDrops(sink) };
    };
    this.inspections = list('inspections');
    this.complaints = list('complaints');
  }

  day(_papers: DayOfPapers, day: Day): void {
    const random = new Random(this.world.seed, 'culture', day);
    for (let i = this.own.count(random, WEEKLY.inspections, day); i > 0; i--) {
      this.inspect(this.venueOf(random, day), this.own.moment(random, day));
    }
    for (let i = this.own.count(random, WEEKLY.complaints, day); i > 0; i--) {
      this.complain(this.venueOf(random, day), this.own.moment(random, day));
    }
    this.inspections.drops.endDay(day);
    this.complaints.drops.endDay(day);
  }

  end(): Readonly<Record<string, number>> {
    return {
      [INSPECTIONS]: this.inspections.sink.end(),
      [COMPLAINTS]: this.complaints.sink.end(),
    };
  }

  /** A venue that had its licence by then; any, where a few tries find none. */
  private venueOf(random: Random, day: Day): Venue {
    let venue = random.pick(this.venues);
    for (let tries = 0; tries < 9 && venue.licensed > day; tries++)
      venue = random.pick(this.venues);
    return venue;
  }

  private inspect(venue: Venue, at: Moment): void {
    const { world, o } = this;
    const { drops } = this.inspections;
    const number = this.own.number('WJ', at, 4);
    const random = new Random(world.seed, INSPECTIONS, number);
    const sound = random.chance(0.8);
    const broken = isBroken(random, drops.rows);
    const time = isoMoment(at);
    drops.add(at + random.int(2 * HOUR), {
      jcbh: number,
      csbh: venue.number,
      jcsj: broken ? breakDate(time) : time,
      jcjg: sound ? '未发现问题' : random.chance(0.7) ? '责令改正' : '立案',
      wt: sound ? '' : random.pick(FINDINGS),
    });
    if (broken) o.truth.broken(INSPECTIONS, { key: number, at: number, fault: 'DATE' });
    o.truth.row(INSPECTIONS, {
      key: number,
      event: number,
      category: 'INSPECTION',
      organization: organizationId(venue.organisation),
    });
  }

  private complain(venue: Venue, at: Moment): void {
    const { world, o } = this;
    const { drops } = this.complaints;
    const number = this.own.number('WT', at, 4);
    const random = new Random(world.seed, COMPLAINTS, number);
    const stamps = drawStamps(random, at, STEPS);
    const { stage, last } = progress(at, stamps, o.cutoff);
    const caller = world.people[random.chance(0.4) ? -1 : random.int(world.people.length)];
    const name =
      caller === undefined ? undefined : writeName(random, caller.name, NAME_DIRT.hotline);
    const { site } = venue.organisation;
    const address = writePlace(random, world, site, 'culture');
    const [kind, , text] = random.pick(COMPLAINT_KINDS);
    const fault = isBroken(random, drops.rows) ? random.pick(FAULTS) : undefined;
    const stamp = (n: number): string => (stage >= n ? isoMoment(stamps[n - 1] ?? 0) : '');
    const time = isoMoment(at);
    drops.add(last, {
      tsbh: fault === 'KEY' ? '' : number,
      csbh: random.chance(DIRT.missingVenue) ? '' : venue.number,
      tslb: kind,
      tsnr: `${venue.sign}${text}`,
      sjdz: address.text,
      tsrxm: name?.text ?? '',
      tsrdh: caller === undefined ? '' : writePhone(random, caller.phone),
      tssj: fault === 'DATE' ? breakDate(time) : time,
      slsj: stamp(1),
      blsj: stamp(2),
      dfsj: stamp(3),
      zt: STATES[stage] ?? '',
    });
    if (fault !== undefined) o.truth.broken(COMPLAINTS, { key: number, at: number, fault });
    o.truth.row(COMPLAINTS, {
      key: number,
      event: number,
      organization: organizationId(venue.organisation),
      place: placeId(world, site),
      address: address.form,
      persons: [
        {
          role: 'complainant',
          person: caller === undefined ? null : personId(caller.index),
          ...(name === undefined ? {} : { number: 'MISSING' as const, name: name.state }),
        },
      ],
    });
  }
}
