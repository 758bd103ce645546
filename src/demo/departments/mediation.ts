/**
 * Justice: cases of people's mediation (人民调解), dropped as one XML document a day (`rmtj-YYYYMMDD.xml`). Cases come from
 * the police, the grid service and the hotline, whose number they cite, or by application. The vendor went from GB18030 to
 * UTF-8 half a year ago and wrote the declaration right both times.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { compactDay, compactMoment, DAY, dayOf, HOUR, type Day, type Moment } from '../clock';
import { NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writePhone } from '../dirty/text';
import { drawStamps } from '../events/life-cycle';
import { categoryOf, OwnIncidents } from '../events/own-incidents';
import type { DayOfPapers, Incident } from '../events/types';
import { Random } from '../random';
import { PapersByDay, type Dropped, type MovingPaper } from '../sinks/papers-by-day';
import { xmlElement, type XmlValue } from '../sinks/xml';
import { gridOf, personId, placeId } from '../world/place-ref';
import type { World } from '../world/types';
import type { Desk, DeskOptions } from './desk';
import type { Fault, PersonTruth } from './truth';
import { breakDate, isBroken, shortPlace, writePlace } from './write';

const STREAM = 'justice.cases';
/** Applications a week in a district of the default size. */
const WEEKLY = 7;
/** Shares of the disputes that others hear of and send to mediation. */
const PASSED_ON = { hotline: 0.3, police: 0.06, grid: 0.18 } as const;
export const MEDIATION_SOURCES = {
  APPLICATION: '当事人申请',
  POLICE: '公安移送',
  GRID: '网格移送',
  HOTLINE: '热线转办',
} as const;
/** Kinds of dispute by native code. */
export const DISPUTE_KINDS = [
  ['0101', '邻里纠纷'],
  ['0102', '婚姻家庭纠纷'],
  ['0103', '房屋租赁纠纷'],
  ['0104', '物业纠纷'],
  ['0105', '劳动争议'],
  ['0106', '消费纠纷'],
  ['0107', '损害赔偿纠纷'],
] as const;
/** Taken on, heard, settled or not, followed up. */
const STEPS = [
  { median: 10 * HOUR, sigma: 0.7, longest: 3 * DAY },
  { median: 3 * DAY, sigma: 0.8, longest: 20 * DAY },
  { median: 2 * DAY, sigma: 0.9, longest: 30 * DAY },
  { median: 12 * DAY, sigma: 0.5, longest: 40 * DAY },
];
const STATES = ['待受理', '已受理', '调解中', '已结案', '已回访'] as const;
const FAULTS: readonly Fault[] = ['DATE', 'KEY'];
/** Days before the last one on which the vendor changed the encoding. */
const UTF8_SINCE = 180;

interface Case extends MovingPaper {
  readonly number: string;
  readonly row: Readonly<Record<string, XmlValue>>;
  readonly outcome: string;
  readonly fault?: Fault;
}

/** The other side is a company: its elements are there, and empty. */
const NOBODY = { XM: '', SFZH: '', LXDH: '' } as const;

interface Party {
  readonly element: XmlValue;
  readonly truth: PersonTruth;
}

export class MediationDrops implements Desk {
  private readonly own: OwnIncidents;
  private readonly cases: PapersByDay<Case>;
  private readonly folder: string;
  private taken = 0;
  private rows = 0;

  constructor(
    private readonly world: World,
    private readonly o: DeskOptions,
  ) {
    this.own = new OwnIncidents(world);
    this.cases = new PapersByDay(o.cutoff);
    this.folder = join(o.departments, 'justice');
    mkdirSync(this.folder, { recursive: true });
  }

  day(papers: DayOfPapers, day: Day): void {
    const random = new Random(this.world.seed, STREAM, day);
    // Only first papers are cited, so that a case leads to its event even where a later paper of it cannot be read.
    for (const { incident, number, stamps, repeats } of papers.tickets) {
      const sent = stamps[0] ?? Infinity;
      if (repeats !== undefined || incident.category.hub !== 'DISPUTE') continue;
      if (random.chance(PASSED_ON.hotline)) this.add(incident, sent, 'HOTLINE', number);
    }
    for (const { incident, number, stamps } of papers.policeCalls) {
      const sent = stamps[0] ?? Infinity;
      if (incident.category.hub !== 'DISPUTE') continue;
      if (random.chance(PASSED_ON.police)) this.add(incident, sent, 'POLICE', number);
    }
    for (const { incident, number, stamps } of papers.gridEvents) {
      const sent = stamps[1] ?? Infinity;
      if (incident.category.hub !== 'DISPUTE' || incident.id !== number) continue;
      if (random.chance(PASSED_ON.grid)) this.add(incident, sent, 'GRID', number);
    }
    for (let i = this.own.count(random, WEEKLY, day); i > 0; i--) {
      const at = this.own.moment(random, day);
      const id = this.own.number('TJ', at, 4);
      const incident = this.own.incident(random, { id, category: categoryOf('DISPUTE'), at });
      this.add(incident, at, 'APPLICATION');
    }
    this.drop(day);
  }

  end(): Readonly<Record<string, number>> {
    return { [STREAM]: this.rows };
  }

  private add(
    incident: Incident,
    at: Moment,
    source: keyof typeof MEDIATION_SOURCES,
    cites?: string,
  ): void {
    const { world, o } = this;
    if (at >= o.cutoff) return;
    const number = cites === undefined ? incident.id : this.own.number('TJ', at, 4);
    const random = new Random(world.seed, STREAM, number);
    const address = writePlace(random, world, incident.place, 'mediation');
    const [kind, words] = random.pick(DISPUTE_KINDS);
    const fault = isBroken(random, this.taken++) ? random.pick(FAULTS) : undefined;
    const parties = this.parties(random, incident, dayOf(at));
    const community = world.communities[world.grids[gridOf(world, incident.place)]!.community]!;
    this.cases.add({
      number,
      at,
      stamps: drawStamps(random, at, STEPS),
      outcome: random.chance(0.86) ? '达成协议' : '调解不成',
      ...(fault === undefined ? {} : { fault }),
      row: {
        LY: MEDIATION_SOURCES[source],
        LYBH: cites ?? '',
        JFLB: kind,
        JFDD: address.text,
        TWH: `${community.name}人民调解委员会`,
        DSRJ: parties[0].element,
        DSRY: parties[1].element,
        JFJY: `${shortPlace(world, incident.place)}${words},双方${random.pick(['各执一词', '情绪激动', '愿意调解'])}`,
        // Reckoned by the platform from who the parties are. Not shared, and never read.
        WXDJ: String(random.between(1, 4)),
      },
    });
    o.truth.row(STREAM, {
      key: number,
      event: incident.id,
      category: incident.category.hub,
      place: placeId(world, incident.place),
      address: address.form,
      persons: parties.map(({ truth }) => truth),
      ...(incident.outbreak === undefined ? {} : { outbreak: incident.outbreak }),
    });
  }

  /** Two people from around the place; who cannot be found is a company, whose elements are empty. */
  private parties(random: Random, { place }: Incident, day: Day): readonly [Party, Party] {
    const first = this.own.places.caller(random, place, day, 0);
    const second = this.own.places.caller(random, place, day, 0.1);
    return [
      this.party(random, 'partyA', first),
      this.party(random, 'partyB', second === first ? -1 : second),
    ];
  }

  private party(random: Random, role: 'partyA' | 'partyB', index: number): Party {
    const person = this.world.people[index];
    if (person === undefined) return { element: NOBODY, truth: { role, person: null } };
    const name = writeName(random, person.name, NAME_DIRT.mediation);
    const number = writeNumber(random, person.identityNumber, NUMBER_DIRT.mediation);
    return {
      element: { XM: name.text, SFZH: number.text, LXDH: writePhone(random, person.phone) },
      truth: { role, person: personId(index), number: number.state, name: name.state },
    };
  }

  private drop(day: Day): void {
    const dropped = this.cases.take(day);
    const name = `rmtj-${compactDay(day)}.xml`;
    const encoding = day > this.world.asOf - UTF8_SINCE ? 'UTF-8' : 'GB18030';
    const rows = dropped.map((each, i) => {
      const { fault, number } = each.paper;
      if (each.first && fault !== undefined) {
        this.o.truth.broken(STREAM, { key: number, at: `${name} row ${i + 1}`, fault });
      }
      return `  ${xmlElement('AJ', rowAt(each))}\n`;
    });
    const head = xmlElement('HEAD', { RQ: compactDay(day), JLS: dropped.length });
    const text = `<?xml version="1.0" encoding="${encoding}"?>\n<RMTJ>\n  ${head}\n${rows.join('')}</RMTJ>\n`;
    writeFileSync(join(this.folder, name), iconv.encode(text, encoding.toLowerCase()));
    this.rows += dropped.length;
  }
}

/** A case as it stood at the end of a day; what is broken in its first drop is mended in the next. */
function rowAt({ paper, first, stage, last }: Dropped<Case>): Record<string, XmlValue> {
  const { row, at, stamps, fault, number, outcome } = paper;
  const stamp = (n: number): string => (stage >= n ? compactMoment(stamps[n - 1] ?? 0) : '');
  const asked = compactMoment(at);
  return {
    AJBH: first && fault === 'KEY' ? '' : number,
    SQSJ: first && fault === 'DATE' ? breakDate(asked) : asked,
    ...row,
    SLSJ: stamp(1),
    TJSJ: stamp(2),
    JASJ: stamp(3),
    HFSJ: stamp(4),
    JG: stage >= 3 ? outcome : '',
    ZT: STATES[stage] ?? '',
    GXSJ: compactMoment(last),
  };
}
