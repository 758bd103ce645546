/**
 * Administrative approval (行政审批): applications for permits, and the licences that were granted. Served over GraphQL
 * (serve/serve-approvals.ts) from two files of JSON lines in the order of the last change.
 */
import { join } from 'node:path';
import { DAY, dayOf, HOUR, isoDay, zonedMoment, type Day, type Moment } from '../clock';
import { NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { writeCreditCode, writePhone } from '../dirty/text';
import { drawStamps } from '../events/life-cycle';
import { OwnIncidents } from '../events/own-incidents';
import { progress, type DayOfPapers } from '../events/types';
import { cumulate, Random } from '../random';
import { FileSink } from '../sinks/file-sink';
import { personId, placeId } from '../world/place-ref';
import type { Organisation, World } from '../world/types';
import type { Desk, DeskOptions } from './desk';
import { JsonDrops } from './json-drops';
import { organizationId } from './market';
import type { Fault } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const APPLICATIONS = 'approvals.applications';
const LICENCES = 'approvals.licences';
/** Applications a week in a district of the default size. */
const WEEKLY = 38;
/** Organisations with a licence older than the history. */
const OLDER = 0.12;
/** Matters by native code: what is applied for, how often, and whether it ends in a licence, for how many years. */
export const MATTERS = [
  ['SP', '食品经营许可', 34, 5],
  ['WS', '公共场所卫生许可', 14, 4],
  ['GG', '户外广告设施设置审批', 16, 1],
  ['ZD', '临时占用道路审批', 16, 0],
  ['PS', '城镇污水排入排水管网许可', 10, 5],
  ['XF', '公众聚集场所开业前消防安全检查', 10, 0],
] as const;
const MATTER_WEIGHTS = cumulate(MATTERS.map(([, , weight]) => weight));
/** Accepted, decided, delivered. */
const STEPS = [
  { median: 4 * HOUR, sigma: 0.8, longest: 3 * DAY },
  { median: 4 * DAY, sigma: 0.6, longest: 20 * DAY },
  { median: DAY, sigma: 0.7, longest: 10 * DAY },
];
const STATES = ['SUBMITTED', 'ACCEPTED', 'DECIDED', 'DELIVERED'] as const;
const FAULTS: readonly Fault[] = ['DATE', 'KEY'];

interface Licence {
  readonly number: string;
  readonly organisation: Organisation;
  readonly matter: number;
  readonly issued: Day;
  readonly changed: Moment;
  readonly application: string | null;
}

export class ApprovalDesk implements Desk {
  private readonly own: OwnIncidents;
  private readonly applicationSink: FileSink;
  private readonly licenceSink: FileSink;
  private readonly applications: JsonDrops;
  private readonly licences: JsonDrops;
  private readonly open: Organisation[];
  private issued = 0;

  constructor(
    private readonly world: World,
    private readonly o: DeskOptions,
  ) {
    this.own = new OwnIncidents(world);
    this.open = world.organisations.filter(({ status }) => status === '存续');
    const folder = join(o.departments, 'approvals');
    this.applicationSink = new FileSink(join(folder, 'applications.jsonl'));
    this.licenceSink = new FileSink(join(folder, 'licences.jsonl'));
    this.applications = new JsonDrops(this.applicationSink, zonedMoment);
    this.licences = new JsonDrops(this.licenceSink, zonedMoment);
    this.writeOlder();
  }

  day(_papers: DayOfPapers, day: Day): void {
    const random = new Random(this.world.seed, APPLICATIONS, day);
    for (let i = this.own.count(random, WEEKLY, day); i > 0; i--) {
      const organisation = random.pick(this.open);
      const at = this.own.moment(random, day);
      this.application(organisation, random.weighted(MATTER_WEIGHTS), at);
    }
    this.applications.endDay(day);
    this.licences.endDay(day);
  }

  end(): Readonly<Record<string, number>> {
    return { [APPLICATIONS]: this.applicationSink.end(), [LICENCES]: this.licenceSink.end() };
  }

  /** Licences from before the history, which no application here explains. */
  private writeOlder(): void {
    const { world } = this;
    const random = new Random(world.seed, LICENCES, 'older');
    const older = this.open
      .filter(() => random.chance(OLDER))
      .map((organisation): Omit<Licence, 'number'> => {
        const issued = world.asOf - random.between(560, 1_400);
        const changed = issued * DAY + random.between(9 * HOUR, 17 * HOUR);
        const matter = random.int(2);
        return { organisation, matter, issued, changed, application: null };
      })
      .sort((a, b) => a.changed - b.changed);
    for (const licence of older) {
      const number = `XK990106${String(this.issued + 1).padStart(7, '0')}`;
      const row = this.licence({ ...licence, number });
      this.licenceSink.json({ ...row, gxsj: zonedMoment(licence.changed) });
    }
  }

  private application(organisation: Organisation, matter: number, at: Moment): void {
    const { world, o, own } = this;
    if (at >= o.cutoff) return;
    const number = own.number('SQ', at, 4);
    const random = new Random(world.seed, APPLICATIONS, number);
    const [code, title, , years] = MATTERS[matter]!;
    const stamps = drawStamps(random, at, STEPS);
    const { stage, last } = progress(at, stamps, o.cutoff);
    const granted = random.chance(0.92);
    const agent = world.people[this.agentOf(random, organisation)]!;
    const name = writeName(random, agent.name, NAME_DIRT.approvals);
    const id = writeNumber(random, agent.identityNumber, NUMBER_DIRT.approvals);
    const address = writePlace(random, world, organisation.site, 'approvals');
    const fault = isBroken(random, this.applications.rows) ? random.pick(FAULTS) : undefined;
    const stamp = (n: number): string | null =>
      stage >= n ? zonedMoment(stamps[n - 1] ?? 0) : null;
    const submitted = zonedMoment(at);
    this.applications.add(last, {
      number: fault === 'KEY' ? null : number,
      matter: { code, title },
      organization: {
        creditCode: writeCreditCode(random, organisation.creditCode),
        name: organisation.name,
      },
      agent: {
        name: name.text,
        idNumber: id.text === '' ? null : id.text,
        phone: writePhone(random, agent.phone),
      },
      address: address.text,
      submittedAt: fault === 'DATE' ? breakDate(submitted) : submitted,
      acceptedAt: stamp(1),
      decidedAt: stamp(2),
      deliveredAt: stamp(3),
      decision: stage < 2 ? null : granted ? 'GRANTED' : 'REFUSED',
      state: STATES[stage],
      innerOpinion: random.pick(['材料齐全', '建议现场核查', '同意', '多次补正']),
    });
    if (fault !== undefined) o.truth.broken(APPLICATIONS, { key: number, at: number, fault });
    o.truth.row(APPLICATIONS, {
      key: number,
      event: number,
      organization: organizationId(organisation),
      place: placeId(world, organisation.site),
      address: address.form,
      persons: [
        { role: 'applicant', person: personId(agent.index), number: id.state, name: name.state },
      ],
    });
    const decided = stamps[1] ?? Infinity;
    if (!granted || years === 0 || decided >= o.cutoff) return;
    const licence = {
      number: own.number('XK', decided, 4),
      organisation,
      matter,
      issued: dayOf(decided),
      changed: decided,
      application: number,
    };
    this.licences.add(decided, this.licence(licence));
  }

  /** The representative comes in person, or sends somebody. */
  private agentOf(random: Random, organisation: Organisation): number {
    if (random.chance(0.55)) return organisation.representative;
    for (;;) {
      const index = random.int(this.world.residents);
      const age = (this.world.asOf - (this.world.people[index]?.birth ?? 0)) / 365.2425;
      if (age >= 20 && age < 65) return index;
    }
  }

  /** The row of a licence; its truth is told on the way. */
  private licence(given: Licence): Record<string, unknown> {
    const { world, o } = this;
    const { number, organisation, application } = given;
    const random = new Random(world.seed, LICENCES, number);
    const [code, title, , years] = MATTERS[given.matter]!;
    const founder = world.people[organisation.representative]!;
    const name = writeName(random, founder.name, NAME_DIRT.approvals);
    const id = writeNumber(random, founder.identityNumber, NUMBER_DIRT.approvals);
    const address = writePlace(random, world, organisation.site, 'approvals');
    const broken = isBroken(random, this.issued++);
    const from = isoDay(given.issued);
    const until = given.issued + Math.round(Math.max(1, years) * 365.2425);
    if (broken) o.truth.broken(LICENCES, { key: number, at: number, fault: 'DATE' });
    o.truth.row(LICENCES, {
      key: number,
      event: application ?? number,
      organization: organizationId(organisation),
      place: placeId(world, organisation.site),
      address: address.form,
      persons: [
        {
          role: 'representative',
          person: personId(founder.index),
          number: id.state,
          name: name.state,
        },
      ],
    });
    return {
      number,
      matter: { code, title },
      applicationNumber: application,
      holder: {
        creditCode: organisation.creditCode,
        name: organisation.name,
        legalRepresentative: { name: name.text, idNumber: id.text === '' ? null : id.text },
      },
      address: address.text,
      validFrom: broken ? breakDate(from) : from,
      validUntil: isoDay(until),
      state: until < world.asOf ? 'EXPIRED' : random.chance(0.97) ? 'VALID' : 'REVOKED',
    };
  }
}
