/**
 * Health (卫健): contracts with family doctors (家庭医生签约) and hygiene inspections of public places, laid into an exchange
 * folder once a week. A contract comes again when it moves. Diagnoses stand in the files, as in life, and are never read.
 */
import { join } from 'node:path';
import { compactDay, DAY, HOUR, isoDay, isoMoment, type Day, type Moment } from '../clock';
import { DIRT, NAME_DIRT, NUMBER_DIRT } from '../dirt';
import { writeName } from '../dirty/name';
import { writeNumber } from '../dirty/number';
import { shortName, toFullWidth, writePhone } from '../dirty/text';
import { OwnIncidents } from '../events/own-incidents';
import type { DayOfPapers } from '../events/types';
import { Random } from '../random';
import { BROKEN_BYTE, type Cell } from '../sinks/csv';
import { DayQueue } from '../sinks/day-queue';
import { writeBatch } from '../sinks/exchange-folder';
import { gridOf, personId, placeId } from '../world/place-ref';
import type { Organisation, Person, World } from '../world/types';
import type { Desk, DeskOptions } from './desk';
import { organizationId } from './market';
import type { Fault } from './truth';
import { breakDate, isBroken, writePlace } from './write';

const CONTRACTS = 'health.contracts';
const HYGIENE = 'health.hygiene';
export const CONTRACT_FILE = 'JTYSQY';
export const HYGIENE_FILE = 'GGWSJC';
export const CONTRACT_TITLES =
  '签约编号 居民姓名 身份证号 性别 出生日期 联系电话 现住址 机构编码 机构名称 签约医生 签约日期 到期日期 服务包 慢病类型 诊断 签约状态 更新时间'.split(
    ' ',
  );
export const HYGIENE_TITLES =
  '检查编号 统一社会信用代码 单位名称 场所类别 地址 检查日期 检查结果 存在问题 检查人 更新时间'.split(
    ' ',
  );
/** Share of the residents: old people and small children more often than others. */
const SIGNED = { old: 0.22, small: 0.16, other: 0.025 } as const;
const YEAR = 365.2425;
const HYGIENE_WEEKLY = 10;
const PUBLIC_PLACE = /理发|百货|服装|餐饮/;
/** Doctors' names with characters that only GB18030's four-byte part holds: read as GBK they are lost. */
const DOCTORS = ['王䶮', '刘𬎆', '陈㛃', '李𬭎', '张敏', '周建华', '赵文静', '吴国强'];
const PACKAGES = ['基础包', '基础包', '老年人健康包', '儿童健康包', '慢病管理包', '个性化服务包'];
const DISEASES = ['高血压', '糖尿病', '慢阻肺', '脑卒中', '严重精神障碍'];
const PROBLEMS = ['公用物品消毒不到位', '从业人员无健康证明', '未公示卫生许可证', '通风设施不合格'];
const FAULTS: readonly Fault[] = ['DATE', 'ENCODING', 'KEY'];

interface Contract {
  readonly key: string;
  readonly head: readonly Cell[];
  readonly signed: Day;
  readonly tail: readonly Cell[];
  /** Day on which it is ended early; undefined: it runs to its end. */
  readonly ended?: Day;
  readonly fault?: Fault;
}

export class HealthDesk implements Desk {
  private readonly own: OwnIncidents;
  private readonly due = new DayQueue<Contract>();
  private readonly folder: string;
  private readonly places: readonly Organisation[];
  private contracts: Cell[][] = [];
  private hygiene: Cell[][] = [];
  private signed = 0;
  private readonly counts = { [CONTRACTS]: 0, [HYGIENE]: 0 };

  constructor(
    private readonly world: World,
    private readonly o: DeskOptions,
  ) {
    this.own = new OwnIncidents(world);
    this.folder = join(o.departments, 'health');
    this.places = world.organisations.filter(
      ({ scope, status }) => status === '存续' && PUBLIC_PLACE.test(scope),
    );
    this.sign();
  }

  day(_papers: DayOfPapers, day: Day): void {
    const random = new Random(this.world.seed, HYGIENE, day);
    for (const contract of this.due.take(day)) this.drop(contract, day);
    for (let i = this.own.count(random, HYGIENE_WEEKLY, day); i > 0; i--) {
      this.inspection(random.pick(this.places), this.own.moment(random, day));
    }
    // Counted back from the last day, so that nothing is left over.
    if ((this.world.asOf - day) % 7 === 0) this.batch(day);
  }

  end(): Readonly<Record<string, number>> {
    return this.counts;
  }

  private batch(day: Day): void {
    writeBatch(this.folder, compactDay(day), [
      { name: CONTRACT_FILE, titles: CONTRACT_TITLES, rows: this.contracts },
      { name: HYGIENE_FILE, titles: HYGIENE_TITLES, rows: this.hygiene },
    ]);
    this.counts[CONTRACTS] += this.contracts.length;
    this.counts[HYGIENE] += this.hygiene.length;
    [this.contracts, this.hygiene] = [[], []];
  }

  /** Everybody who signs within the history, in the order in which they sign. */
  private sign(): void {
    const { world } = this;
    const random = new Random(world.seed, CONTRACTS);
    const signers: { person: Person; day: Day }[] = [];
    for (let index = 0; index < world.residents; index++) {
      const person = world.people[index]!;
      const age = (world.asOf - person.birth) / YEAR;
      const share = age >= 65 ? SIGNED.old : age < 6 ? SIGNED.small : SIGNED.other;
      if (!random.chance(share)) continue;
      const day = Math.max(world.asOf - random.between(0, 520), Math.ceil(person.birth) + 1);
      if (day <= world.asOf) signers.push({ person, day });
    }
    signers.sort((a, b) => a.day - b.day);
    for (const { person, day } of signers) this.contract(person, day);
  }

  private contract(person: Person, day: Day): void {
    const { world, o } = this;
    const key = `QY${compactDay(day)}${String(this.signed + 1).padStart(5, '0')}`;
    const random = new Random(world.seed, CONTRACTS, key);
    const home = { kind: 'ROOM', household: person.household } as const;
    const name = writeName(random, person.name, NAME_DIRT.contracts);
    const number = writeNumber(random, person.identityNumber, NUMBER_DIRT.contracts);
    const address = writePlace(random, world, home, 'health');
    const grid = world.grids[gridOf(world, home)]!;
    const { code, name: area } =
      world.subdistricts[world.communities[grid.community]!.subdistrict]!;
    const fault = isBroken(random, this.signed++) ? random.pick(FAULTS) : undefined;
    const old = (world.asOf - person.birth) / YEAR >= 60;
    const ended = random.chance(0.06) ? day + random.between(14, 300) : undefined;
    const contract: Contract = {
      key,
      signed: day,
      head: [
        key,
        name.text,
        number.text,
        random.chance(0.5) ? String(person.sex) : person.sex === 1 ? '男' : '女',
        dateText(random, person.birth),
        writePhone(random, person.phone),
        address.text,
        `PDY${code}`,
        random.chance(0.8) ? `${area}社区卫生服务中心` : `${area}卫生服务中心(社区)`,
        random.pick(DOCTORS),
        dateText(random, day),
        dateText(random, day + 365),
      ],
      tail: [
        random.pick(PACKAGES),
        old && random.chance(0.5) ? random.pick(DISEASES) : '',
        old && random.chance(0.4) ? `${random.pick(DISEASES)}(随访)` : '',
      ],
      ...(ended === undefined ? {} : { ended }),
      ...(fault === undefined ? {} : { fault }),
    };
    this.due.put(day, contract);
    // A broken row comes once: what follows would mend it.
    if (ended !== undefined && fault === undefined) this.due.put(ended, contract);
    if (fault !== undefined) o.truth.broken(CONTRACTS, { key, at: key, fault });
    o.truth.row(CONTRACTS, {
      key,
      event: key,
      place: placeId(world, home),
      address: address.form,
      persons: [
        { role: 'self', person: personId(person.index), number: number.state, name: name.state },
      ],
    });
  }

  private drop(contract: Contract, day: Day): void {
    const { head, tail, fault } = contract;
    const cells = [...head];
    if (fault === 'KEY') cells[0] = '';
    if (fault === 'ENCODING') cells[1] = `${BROKEN_BYTE}${String(cells[1])}`;
    if (fault === 'DATE') cells[10] = breakDate(isoDay(contract.signed));
    const ended = contract.ended !== undefined && day >= contract.ended;
    const changed = day * DAY + 15 * HOUR + (contract.key.length % 60);
    this.contracts.push([...cells, ...tail, ended ? '已解约' : '已签约', isoMoment(changed)]);
  }

  private inspection(organisation: Organisation, at: Moment): void {
    const { world, o, own } = this;
    if (at >= o.cutoff) return;
    const number = own.number('GW', at, 4);
    const random = new Random(world.seed, HYGIENE, number);
    const problem = random.chance(0.25);
    const address = writePlace(random, world, organisation.site, 'health');
    const broken = isBroken(random, this.counts[HYGIENE] + this.hygiene.length);
    const date = isoDay(Math.floor(at / DAY));
    const code = random.chance(0.02)
      ? toFullWidth(organisation.creditCode)
      : organisation.creditCode;
    this.hygiene.push([
      number,
      random.chance(DIRT.missingCreditCode) ? '' : code,
      random.chance(0.5) ? organisation.name : shortName(organisation.name),
      random.pick(['理发店、美容店', '商场', '公共浴室', '旅店', '茶座']),
      address.text,
      broken ? breakDate(date) : dateText(random, Math.floor(at / DAY)),
      problem ? '不合格' : '合格',
      problem ? random.pick(PROBLEMS) : '',
      random.pick(DOCTORS),
      isoMoment(at + 1_800),
    ]);
    if (broken) o.truth.broken(HYGIENE, { key: number, at: number, fault: 'DATE' });
    o.truth.row(HYGIENE, {
      key: number,
      event: number,
      category: 'INSPECTION',
      organization: organizationId(organisation),
      place: placeId(world, organisation.site),
      address: address.form,
    });
  }
}

/** 20260301, 2026年3月1日, 2026-03-01: every clinic has its own form. */
function dateText(random: Random, day: Day): string {
  const [year = '', month = '', date = ''] = isoDay(day).split('-');
  switch (random.int(3)) {
    case 0:
      return compactDay(day);
    case 1:
      return `${year}年${Number(month)}月${Number(date)}日`;
    default:
      return isoDay(day);
  }
}
