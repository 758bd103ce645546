/** Market subjects: companies, individual businesses, cooperatives; led by grown-up residents. */
import type { Day } from '../clock';
import { Random, cumulate } from '../random';
import type { Places } from './compounds';
import type { Minter } from './mint';
import type { Organisation, OrganisationSite, Person } from './types';
import { DISTRICT } from './words';

/** Organisations per resident: 4,000 in 60,000. */
export const ORGANISATIONS_PER_RESIDENT = 4_000 / 60_000;

interface Trade {
  readonly word: string;
  readonly scope: string;
  readonly weight: number;
  /** Names of individual businesses in this trade. */
  readonly shop: string;
}

const TRADES: readonly Trade[] = [
  { word: '餐饮管理', shop: '面馆', scope: '餐饮服务;食品销售', weight: 20 },
  { word: '商贸', shop: '便利店', scope: '日用百货、预包装食品零售', weight: 22 },
  { word: '服饰', shop: '服装店', scope: '服装、鞋帽零售', weight: 9 },
  { word: '美容美发', shop: '理发店', scope: '理发及美容服务', weight: 8 },
  { word: '信息技术', shop: '数码店', scope: '软件开发;信息技术咨询', weight: 9 },
  { word: '建筑装饰', shop: '五金店', scope: '室内装饰工程;五金零售', weight: 9 },
  { word: '物业管理', shop: '家政服务部', scope: '物业管理;家政服务', weight: 5 },
  { word: '医药', shop: '药店', scope: '药品零售;医疗器械零售', weight: 5 },
  { word: '物流', shop: '快递服务站', scope: '普通货物运输;快递服务', weight: 5 },
  { word: '汽车服务', shop: '汽修店', scope: '机动车维修;洗车', weight: 5 },
  { word: '教育咨询', shop: '文具店', scope: '教育信息咨询;文具零售', weight: 4 },
  { word: '机械制造', shop: '加工部', scope: '机械零部件加工', weight: 5 },
];
const TRADE_WEIGHTS = cumulate(TRADES.map((trade) => trade.weight));
const BRAND_FIRST = [...'恒鑫宏盛瑞祥德信诚博远大海天金华美佳佰汇聚众联创'];
const BRAND_SECOND = [...'达源泰丰隆兴通顺利和业辉腾飞峰润康安宁旺成益来'];

/** Makes `count` organisations on the shops and in the office buildings. */
export function makeOrganisations(
  seed: number,
  count: number,
  people: readonly Person[],
  places: Places,
  asOf: Day,
  minter: Minter,
): Organisation[] {
  const random = new Random(seed, 'organisations');
  const offices = places.compounds.filter((compound) => compound.kind === 'OFFICE');
  const site = (i: number): OrganisationSite => {
    if (i < places.shops.length && !random.chance(0.02)) return { kind: 'SHOP', shop: i };
    if (random.chance(0.12)) return { kind: 'SHOP', shop: random.int(places.shops.length) };
    const office = random.pick(offices);
    const building = random.int(office.buildings.length);
    const room = random.between(1, 12) * 100 + random.between(1, 8);
    return { kind: 'OFFICE', compound: office.index, building, room };
  };
  return Array.from({ length: count }, (_, index) => {
    const where = site(index);
    const founder = drawGrownUp(random, people, asOf);
    const trade = TRADES[random.weighted(TRADE_WEIGHTS)]!;
    const isShop = where.kind === 'SHOP' && random.chance(0.75);
    const brand = random.pick(BRAND_FIRST) + random.pick(BRAND_SECOND);
    const cooperative = !isShop && random.chance(0.02);
    const category = isShop ? '2' : cooperative ? '3' : '1';
    return {
      index,
      creditCode: minter.creditCode(random, DISTRICT.code, category),
      name: nameOf({ random, trade, brand, category, surname: founder.name.charAt(0) }),
      kind: isShop ? '个体工商户' : cooperative ? '农民专业合作社' : kindOfCompany(random),
      scope: trade.scope,
      representative: founder.index,
      phone: random.chance(0.7) ? founder.phone : minter.phone(random),
      founded: asOf - random.between(60, 7_000),
      status: random.chance(0.9) ? '存续' : random.chance(0.8) ? '注销' : '吊销',
      site: where,
    };
  });
}

function kindOfCompany(random: Random): string {
  if (random.chance(0.05)) return '股份有限公司';
  return random.chance(0.5) ? '有限责任公司' : '有限责任公司(自然人独资)';
}

function nameOf(o: {
  random: Random;
  trade: Trade;
  brand: string;
  category: '1' | '2' | '3';
  surname: string;
}): string {
  if (o.category === '3') return `${DISTRICT.name}${o.brand}农产品专业合作社`;
  if (o.category === '1') return `${DISTRICT.city}${o.brand}${o.trade.word}有限公司`;
  const word = o.random.chance(0.3) ? `${o.random.pick(['老', '小'])}${o.surname}` : o.brand;
  return `${DISTRICT.name}${word}${o.trade.shop}`;
}

function drawGrownUp(random: Random, people: readonly Person[], asOf: Day): Person {
  for (;;) {
    const person = random.pick(people);
    const age = (asOf - person.birth) / 365.2425;
    if (person.household >= 0 && age >= 22 && age < 68) return person;
  }
}
