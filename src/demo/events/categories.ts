/**
 * What happens in the district: per category how often each department hears of it (a week, at 60,000 residents),
 * its yearly wave, its native codes and its words. `hub` is the category that connectors map to.
 */
export interface Category {
  readonly hub: string;
  readonly zh: string;
  readonly weekly: Readonly<Record<Stream, number>>;
  /** Amplitude and peak (share of the year) of the yearly wave. */
  readonly wave: readonly [amplitude: number, peak: number];
  /** Where it happens: in homes, in buildings, in a compound's grounds, or on the street. */
  readonly site: 'ROOM' | 'BUILDING' | 'COMPOUND' | 'STREET';
  /** Share of tickets passed on to the grid service, and of tickets and grid events that urban management takes. */
  readonly toGrid: number;
  readonly toUrban: number;
  /** Hotline category paths. */
  readonly paths: readonly string[];
  readonly policeCode: string;
  readonly gridCode: string;
  readonly urbanCode: string;
  readonly handler: string;
  /** Sentences; `@` stands for the place. */
  readonly texts: readonly string[];
}

export const STREAMS = ['hotline', 'police', 'grid', 'urban'] as const;
export type Stream = (typeof STREAMS)[number];

const SUMMER = 0.55;
const WINTER = 0.04;

type Numbers = readonly [hotline: number, police: number, grid: number, urban: number];
type Codes = readonly [police: string, grid: string, urban: string];

function category(
  names: readonly [hub: string, zh: string],
  weekly: Numbers,
  wave: readonly [number, number],
  site: Category['site'],
  pass: readonly [toGrid: number, toUrban: number],
  codes: Codes,
  handler: string,
  paths: readonly string[],
  texts: readonly string[],
): Category {
  return {
    hub: names[0],
    zh: names[1],
    weekly: { hotline: weekly[0], police: weekly[1], grid: weekly[2], urban: weekly[3] },
    wave,
    site,
    toGrid: pass[0],
    toUrban: pass[1],
    policeCode: codes[0],
    gridCode: codes[1],
    urbanCode: codes[2],
    handler,
    paths,
    texts,
  };
}

export const CATEGORIES: readonly Category[] = [
  category(
    ['GARBAGE', '垃圾环卫'],
    [26, 0, 24, 5],
    [0.25, SUMMER],
    'COMPOUND',
    [0.3, 0.17],
    ['', 'A01', '0101'],
    '城市管理局',
    ['城市管理/环境卫生/垃圾清运', '城市管理/环境卫生/垃圾堆积'],
    ['@垃圾桶满溢,多日未清运', '@建筑垃圾乱堆乱放,异味很大', '@垃圾房周边污水横流'],
  ),
  category(
    ['STREET_ORDER', '市容秩序'],
    [16, 0, 18, 7],
    [0.15, 0.6],
    'STREET',
    [0.3, 0.17],
    ['', 'A02', '0102'],
    '城市管理局',
    ['城市管理/市容管理/占道经营', '城市管理/市容管理/流动摊贩'],
    ['@有流动摊贩占道经营', '@店铺出店经营,行人无法通行', '@沿街乱晾晒、乱张贴'],
  ),
  category(
    ['ILLEGAL_BUILDING', '违法建设'],
    [8, 0, 5, 3],
    [0.1, 0.3],
    'BUILDING',
    [0.3, 0.17],
    ['', 'A03', '0103'],
    '城市管理局',
    ['城市管理/规划建设/违法搭建'],
    ['@有人私自搭建阳光房', '@楼顶违章搭建正在施工'],
  ),
  category(
    ['FACILITY', '市政设施'],
    [18, 0, 22, 7],
    [0.1, WINTER],
    'STREET',
    [0.3, 0.17],
    ['', 'B01', '0201'],
    '住房和城乡建设局',
    ['城市管理/市政设施/路灯井盖', '城市管理/市政设施/道路破损'],
    ['@路灯不亮', '@井盖松动,车辆经过有异响', '@路面破损有坑洼'],
  ),
  category(
    ['GREENERY', '园林绿化'],
    [9, 0, 8, 3],
    [0.3, 0.45],
    'COMPOUND',
    [0.3, 0.17],
    ['', 'B02', '0202'],
    '园林绿化中心',
    ['城市管理/园林绿化/树木修剪'],
    ['@树枝遮挡窗户,要求修剪', '@绿化带被踩踏、枯死'],
  ),
  category(
    ['PARKING', '停车秩序'],
    [28, 6, 12, 2],
    [0.1, WINTER],
    'STREET',
    [0.3, 0.1],
    ['060200', 'A04', '0104'],
    '公安分局',
    ['交通管理/停车管理/违章停车', '交通管理/停车管理/非机动车乱停'],
    ['@车辆违停,堵住出入口', '@共享单车乱停放占用盲道', '@消防通道被私家车占用'],
  ),
  category(
    ['NOISE', '噪声扰民'],
    [30, 14, 12, 1],
    [0.3, SUMMER],
    'BUILDING',
    [0.3, 0.1],
    ['050300', 'C01', '0105'],
    '生态环境局',
    ['生态环境/噪声污染/施工噪声', '生态环境/噪声污染/生活噪声'],
    ['@夜间施工噪声扰民', '@广场舞音响声音太大', '@楼上装修,午休时间仍在施工'],
  ),
  category(
    ['PROPERTY_MANAGEMENT', '物业管理'],
    [36, 0, 14, 0],
    [0.1, WINTER],
    'COMPOUND',
    [0.3, 0],
    ['', 'C02', ''],
    '住房和城乡建设局',
    ['住房保障/物业管理/物业服务', '住房保障/物业管理/电梯故障'],
    ['@物业服务不到位,公共区域无人打扫', '@电梯频繁故障', '@物业费收支不公开,业主有意见'],
  ),
  category(
    ['UTILITIES', '水电气热'],
    [30, 0, 8, 0],
    [0.35, WINTER],
    'BUILDING',
    [0.1, 0],
    ['', 'C03', ''],
    '公用事业集团',
    ['公共服务/水电气热/停水停电', '公共服务/水电气热/水压不足'],
    ['@突然停水,询问何时恢复', '@频繁跳闸停电', '@燃气表不走字,要求检修'],
  ),
  category(
    ['DISPUTE', '矛盾纠纷'],
    [8, 24, 18, 0],
    [0.15, 0.1],
    'ROOM',
    [0.3, 0],
    ['050100', 'D01', ''],
    '司法局',
    ['社会治安/矛盾纠纷/邻里纠纷', '社会治安/矛盾纠纷/经济纠纷'],
    ['@邻里因漏水发生纠纷', '@租客与房东因押金争执', '@家庭内部争吵,请求调解'],
  ),
  category(
    ['FIRE_SAFETY', '消防安全'],
    [9, 3, 18, 0],
    [0.2, WINTER],
    'BUILDING',
    [0.3, 0],
    ['080100', 'D02', ''],
    '消防救援大队',
    ['安全生产/消防安全/楼道堆物', '安全生产/消防安全/电动车充电'],
    ['@楼道堆放杂物', '@电动自行车进楼充电', '@灭火器过期,消火栓无水'],
  ),
  category(
    ['FOOD_SAFETY', '食品安全'],
    [10, 0, 3, 0],
    [0.25, SUMMER],
    'STREET',
    [0, 0],
    ['', 'D03', ''],
    '市场监督管理局',
    ['市场监管/食品安全/餐饮卫生'],
    ['@餐馆用餐后身体不适', '@小餐饮后厨卫生差'],
  ),
  category(
    ['CONSUMER', '消费维权'],
    [24, 0, 0, 0],
    [0.15, 0.9],
    'STREET',
    [0, 0],
    ['', '', ''],
    '市场监督管理局',
    ['市场监管/消费维权/预付卡', '市场监管/消费维权/售后服务'],
    ['@商家关门,预付卡无法退款', '@购买商品有质量问题,商家拒绝退换'],
  ),
  category(
    ['TRAFFIC', '道路交通'],
    [10, 30, 0, 1],
    [0.1, 0.8],
    'STREET',
    [0, 0],
    ['060100', '', '0106'],
    '公安分局',
    ['交通管理/道路交通/信号灯', '交通管理/道路交通/交通拥堵'],
    ['@两车刮擦,无人受伤', '@信号灯故障', '@早高峰拥堵严重'],
  ),
  category(
    ['THEFT', '盗窃'],
    [0, 16, 0, 0],
    [0.15, 0.95],
    'BUILDING',
    [0, 0],
    ['010100', '', ''],
    '公安分局',
    [],
    ['@电动车被盗', '@快递被人拿走', '@店内物品失窃'],
  ),
  category(
    ['FRAUD', '诈骗'],
    [2, 12, 0, 0],
    [0.15, 0.9],
    'ROOM',
    [0, 0],
    ['010200', '', ''],
    '公安分局',
    ['社会治安/治安举报/电信诈骗'],
    ['@接到冒充客服电话,被骗转账', '@网络刷单被骗'],
  ),
  category(
    ['PUBLIC_ORDER', '治安秩序'],
    [2, 13, 0, 0],
    [0.15, SUMMER],
    'STREET',
    [0, 0],
    ['020100', '', ''],
    '公安分局',
    ['社会治安/治安举报/打架斗殴'],
    ['@有人酒后打架', '@有人聚众赌博'],
  ),
  category(
    ['HELP', '群众求助'],
    [0, 10, 2, 0],
    [0.1, WINTER],
    'ROOM',
    [0, 0],
    ['070100', 'E01', ''],
    '公安分局',
    [],
    ['@老人走失,请求帮助寻找', '@钥匙忘带被锁门外', '@独居老人多日联系不上'],
  ),
  category(
    ['PETS', '犬只管理'],
    [8, 2, 4, 1],
    [0.2, 0.4],
    'COMPOUND',
    [0.3, 0.1],
    ['050400', 'C04', '0107'],
    '公安分局',
    ['城市管理/犬只管理/不牵绳'],
    ['@遛狗不牵绳,孩子受惊', '@流浪狗聚集'],
  ),
  category(
    ['LIVELIHOOD', '民生咨询'],
    [14, 0, 0, 0],
    [0.1, 0.2],
    'ROOM',
    [0, 0],
    ['', '', ''],
    '人力资源和社会保障局',
    ['劳动保障/社会保险/养老保险', '劳动保障/社会保险/医疗保险'],
    ['咨询养老保险转移手续', '咨询异地就医备案', '反映单位未缴纳社会保险'],
  ),
];

export function categoryOf(hub: string): Category {
  const found = CATEGORIES.find((item) => item.hub === hub);
  if (found === undefined) throw new RangeError(`a category of the demo is required, ${hub} given`);
  return found;
}
