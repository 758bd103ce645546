/**
 * Environment (生态环境): the enterprises it watches, complaints about noise, smoke and sewage (some of them hotline tickets
 * handed on), and inspections. The complainant's name is in the table, as in life, and is never read.
 */
import { DAY, HOUR, isoMoment, type Day, type Moment } from '../clock';
import { DIRT, NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { shortName, writeCreditCode, writePhone } from '../dirty/text';
import { categoryOf } from '../events/categories';
import { drawStamps } from '../events/life-cycle';
import { OwnIncidents } from '../events/own-incidents';
import { progress, type DayOfPapers, type Incident, type Stamps } from '../events/types';
import { cumulate, Random } from '../random';
import type { Cell } from '../sinks/csv';
import { degrees, toGcj02 } from '../world/coordinates';
import { personId, placeId, pointOf } from '../world/place-ref';
import type { Organisation, World } from '../world/types';
import type { Desk, DeskOptions } from './desk';
import { COMPLAINT, ENTERPRISE, INSPECTION } from './environment-tables';
import { organizationId } from './market';
import { breakDate, isBroken, shortPlace, writePlace } from './write';

const STREAMS = {
  enterprises: `environment.${ENTERPRISE.name}`,
  complaints: `environment.${COMPLAINT.name}`,
  inspections: `environment.${INSPECTION.name}`,
} as const;

/** Trades that are watched, and what for. */
const WATCHED: readonly (readonly [scope: RegExp, kinds: string, share: number])[] = [
  [/餐饮/, '油烟;噪声;废水', 0.6],
  [/机动车维修/, '挥发性有机物;废机油', 0.9],
  [/机械/, '噪声;粉尘', 0.9],
  [/装饰/, '扬尘;噪声', 0.3],
];
/** Kinds of pollution by native code, what happens in the same sort of place, and the words of a complaint of its own. */
export const POLLUTION = [
  ['01', '施工噪声', 'NOISE', ['@工地夜间施工,噪声很大', '@切割机从早响到晚']],
  ['02', '社会生活噪声', 'NOISE', ['@音响声音太大', '@空调外机噪声影响休息']],
  ['03', '油烟异味', 'STREET_ORDER', ['@饭店油烟直排', '@烧烤摊油烟熏人']],
  ['04', '污水', 'FACILITY', ['@商户往雨水口倒污水', '@排水沟发黑发臭']],
  ['05', '扬尘', 'FACILITY', ['@工地未覆盖,尘土飞扬', '@渣土车带泥上路']],
] as const;
const KIND_WEIGHTS = cumulate([20, 16, 34, 16, 14]);
export const INSPECTION_TYPES = [
  ['RC', '日常巡查', 50],
  ['SJ', '双随机检查', 20],
  ['TS', '信访核查', 20],
  ['ZX', '专项检查', 10],
] as const;
const TYPE_WEIGHTS = cumulate(INSPECTION_TYPES.map(([, , weight]) => weight));
const PROBLEMS = [
  '油烟净化器未正常运行',
  '未建立危险废物台账',
  '噪声超过排放标准',
  '雨污混接',
  '未取得排污许可证',
];
/** Complaints of its own and inspections a week, in a district of the default size. */
const COMPLAINTS_WEEKLY = 14;
const INSPECTIONS_WEEKLY = 11;
/** Noise tickets of the hotline that it is handed. */
const HANDED_ON = 0.3;
/** Assigned, handled, closed. */
const STEPS = [
  { median: 5 * HOUR, sigma: 0.7, longest: 3 * DAY },
  { median: 4 * DAY, sigma: 0.7, longest: 30 * DAY },
  { median: DAY, sigma: 0.7, longest: 10 * DAY },
];
const RESULTS = ['属实,已责令整改', '部分属实,已整改', '不属实', '属实,已立案查处'];

/** Rows by table, in the order of their columns, until the server takes them. */
export interface EnvironmentRows {
  readonly enterprises: Cell[][];
  readonly complaints: Cell[][];
  readonly inspections: Cell[][];
}

/** 2026/03/01 09:05:00, as the department's web forms send times. */
const slashed = (moment: Moment): string => isoMoment(moment).replaceAll('-', '/');

export class EnvironmentDesk implements Desk {
  readonly rows: EnvironmentRows = { enterprises: [], complaints: [], inspections: [] };
  private readonly own: OwnIncidents;
  private readonly watched: Organisation[];

  constructor(
    private readonly world: World,
    private readonly o: Pick<DeskOptions, 'truth' | 'cutoff'>,
  ) {
    this.own = new OwnIncidents(world);
    this.watched = this.enterprises();
  }

  day(papers: DayOfPapers, day: Day): void {
    const { world, own } = this;
    const random = new Random(world.seed, 'environment', day);
    for (const ticket of papers.tickets) {
      const [dispatched = Infinity] = ticket.stamps;
      if (ticket.incident.category.hub !== 'NOISE' || ticket.repeats !== undefined) continue;
      if (dispatched >= this.o.cutoff || !random.chance(HANDED_ON)) continue;
      const kind = random.int(2);
      this.complaint({ incident: ticket.incident, at: dispatched, kind, cites: ticket.number });
    }
    for (let i = own.count(random, COMPLAINTS_WEEKLY, day); i > 0; i--) {
      const at = own.moment(random, day);
      const kind = random.weighted(KIND_WEIGHTS);
      const category = categoryOf(POLLUTION[kind]?.[2] ?? 'NOISE');
      const incident = own.incident(random, { id: '', category, at });
      this.complaint({ incident, at, kind });
    }
    for (let i = own.count(random, INSPECTIONS_WEEKLY, day); i > 0; i--) {
      this.inspection(random.pick(this.watched), own.moment(random, day));
    }
  }

  end(): Readonly<Record<string, number>> {
    return {
      [STREAMS.enterprises]: this.rows.enterprises.length,
      [STREAMS.complaints]: this.rows.complaints.length,
      [STREAMS.inspections]: this.rows.inspections.length,
    };
  }

  private enterprises(): Organisation[] {
    const { world } = this;
    const random = new Random(world.seed, STREAMS.enterprises);
    return world.organisations.filter((organisation) => {
      const trade = WATCHED.find(([scope]) => scope.test(organisation.scope));
      if (trade === undefined || !random.chance(trade[2])) return false;
      this.enterprise(random, organisation, trade[1]);
      return true;
    });
  }

  private enterprise(random: Random, organisation: Organisation, kinds: string): void {
    const { world, rows, o } = this;
    const founder = world.people[organisation.representative]!;
    const name = writeName(random, founder.name, NAME_DIRT.environment);
    const number = writeNumber(random, founder.identityNumber, NUMBER_DIRT.environment);
    const address = writePlace(random, world, organisation.site, 'environment');
    const key = `990106${String(rows.enterprises.length + 1).padStart(6, '0')}`;
    const code = writeCreditCode(random, organisation.creditCode);
    const broken = isBroken(random, rows.enterprises.length);
    const point = toGcj02(pointOf(world, organisation.site));
    rows.enterprises.push([
      key,
      // Taken down without its last two characters: no check can be made of what is left.
      broken ? organisation.creditCode.slice(0, 16) : code,
      organisation.name,
      shortName(organisation.name),
      name.text,
      number.text === '' ? null : number.text,
      writePhone(random, organisation.phone),
      address.text,
      kinds,
      random.pick(['登记管理', '登记管理', '简化管理', '重点管理']),
      degrees(point.lon),
      degrees(point.lat),
      random.pick(['绿', '绿', '蓝', '黄', '红']),
      broken || organisation.status === '存续' ? '0' : '1',
      isoMoment((world.asOf - random.between(0, 900)) * DAY + random.between(30_000, 64_000)),
    ]);
    if (broken) o.truth.broken(STREAMS.enterprises, { key, at: key, fault: 'NUMBER' });
    o.truth.row(STREAMS.enterprises, {
      key,
      organization: organizationId(organisation),
      place: placeId(world, organisation.site),
      address: address.form,
      persons: [
        {
          role: 'representative',
          person: personId(founder.index),
          number: number.state,
          name: name.state,
        },
      ],
    });
  }

  private complaint(given: { incident: Incident; at: Moment; kind: number; cites?: string }): void {
    const { world, own, o, rows } = this;
    const { at, kind, cites } = given;
    if (at >= o.cutoff) return;
    const number = own.number('HJ', at, 4);
    const random = new Random(world.seed, STREAMS.complaints, number);
    const incident = cites === undefined ? { ...given.incident, id: number } : given.incident;
    const stamps = drawStamps(random, at, STEPS);
    const { stage, last } = progress(at, stamps, o.cutoff);
    const stamp = (n: number): Cell => stampOf(stamps, stage, n);
    const address = writePlace(random, world, incident.place, 'environment');
    const accused = random.chance(0.15) ? random.pick(this.watched) : undefined;
    const texts = cites === undefined ? POLLUTION[kind]?.[3] : incident.category.texts;
    const complainant = world.people[random.int(world.residents)];
    const broken = isBroken(random, rows.complaints.length);
    const received = slashed(at);
    rows.complaints.push([
      number,
      cites === undefined ? random.pick(['12369平台', '现场来访', '来信']) : '12345热线',
      cites ?? null,
      POLLUTION[kind]?.[0] ?? '',
      random.pick(texts ?? []).replace('@', shortPlace(world, incident.place)),
      address.text,
      accused?.creditCode ?? null,
      complainant?.name ?? null,
      complainant?.phone ?? null,
      broken ? breakDate(received) : received,
      stamp(1),
      stamp(2),
      stamp(3),
      stage >= 2 ? random.pick(RESULTS) : null,
      isoMoment(last),
    ]);
    if (broken) o.truth.broken(STREAMS.complaints, { key: number, at: number, fault: 'DATE' });
    o.truth.row(STREAMS.complaints, {
      key: number,
      event: incident.id,
      ...(cites === undefined ? {} : { category: incident.category.hub }),
      place: placeId(world, incident.place),
      address: address.form,
      ...(accused === undefined ? {} : { organization: organizationId(accused) }),
      ...(incident.outbreak === undefined ? {} : { outbreak: incident.outbreak }),
    });
  }

  private inspection(organisation: Organisation, at: Moment): void {
    const { world, own, o, rows } = this;
    const number = own.number('HC', at, 4);
    const random = new Random(world.seed, STREAMS.inspections, number);
    const problem = random.chance(0.3);
    const stamps: Stamps = problem ? drawStamps(random, at, STEPS.slice(1, 2)) : [];
    const { stage, last } = progress(at, stamps, o.cutoff);
    const broken = isBroken(random, rows.inspections.length);
    const fined = problem && random.chance(0.2);
    const address = writePlace(random, world, organisation.site, 'environment');
    const time = slashed(at);
    rows.inspections.push([
      number,
      random.chance(DIRT.missingCreditCode)
        ? null
        : writeCreditCode(random, organisation.creditCode),
      random.chance(0.6) ? organisation.name : shortName(organisation.name),
      address.text,
      INSPECTION_TYPES[random.weighted(TYPE_WEIGHTS)]?.[0] ?? 'RC',
      broken ? breakDate(time) : time,
      problem ? random.pick(PROBLEMS) : null,
      !problem ? '未发现问题' : fined ? '行政处罚' : '责令改正',
      fined ? random.between(2, 60) * 1_000 : null,
      stampOf(stamps, stage, 1),
      isoMoment(last),
    ]);
    if (broken) o.truth.broken(STREAMS.inspections, { key: number, at: number, fault: 'DATE' });
    o.truth.row(STREAMS.inspections, {
      key: number,
      event: number,
      category: 'INSPECTION',
      organization: organizationId(organisation),
      place: placeId(world, organisation.site),
      address: address.form,
    });
  }
}

function stampOf(stamps: Stamps, stage: number, n: number): Cell {
  return stage >= n ? isoMoment(stamps[n - 1] ?? 0) : null;
}
