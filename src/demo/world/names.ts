/** Personal names: surnames by rough national frequency, given names by generation, names of other peoples. */
import { cumulate, type Random } from '../random';

const SURNAMES: readonly (readonly [surname: string, weight: number])[] = (
  '王715 李719 张680 刘540 陈450 杨310 黄225 赵205 吴200 周190 徐146 孙140 马130 朱126 胡120 郭116 何110 林108 高100 罗96 ' +
  '郑94 梁88 谢76 宋70 唐68 许66 韩64 邓62 冯60 曹58 彭57 曾56 肖55 田52 董50 潘48 袁47 蔡46 蒋45 余44 于43 杜42 叶41 程40 ' +
  '魏40 苏39 吕38 丁37 任36 卢35 姚34 沈33 钟32 姜31 崔30 谭29 陆28 范27 汪26 廖25 石24 金24 韦23 贾22 夏22 付21 方21 邹20 ' +
  '熊20 白19 孟19 秦18 邱18 侯17 江17 尹16 薛16 闫15 段15 雷14 龙14 黎13 史13 陶12 贺12 毛11 郝11 顾11 龚10 邵10 万10 覃9 ' +
  '武9 钱9 戴9 严8 莫8 孔8 向7 常7 汤7 温6 康6 施6 文6 牛5 樊5 葛5 邢5 欧阳4 上官1 司马1 诸葛1 令狐1 章6 俞6 喻4 傅8 萧2 阎2'
)
  .split(' ')
  .map((entry) => {
    const cut = entry.search(/\d/);
    return [entry.slice(0, cut), Number(entry.slice(cut))] as const;
  });
const SURNAME_WEIGHTS = cumulate(SURNAMES.map(([, weight]) => weight));

interface Pool {
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** Share of one-character given names. */
  readonly single: number;
}

/** Pools by sex (male, female) for those born before 1960, 1980, 2000, and after. */
const POOLS: readonly (readonly [male: Pool, female: Pool])[] = [
  [
    pool('建国文德永福长明金玉春世庆兴宝志正家', '国华生林祥贵山发才元成忠义根法荣海', 0.1),
    pool('秀桂玉淑凤兰春美素金月惠翠菊彩巧', '英珍兰华芳梅云珠芝香娥仙花凤莲贞琴', 0.08),
  ],
  [
    pool('志建国文海永卫晓立学小红新军俊少', '强军平明华勇刚辉杰斌峰涛民东波伟', 0.35),
    pool('丽秀小红晓春建海爱玉美雪亚燕月慧', '丽芳敏红燕霞萍娟艳玲琴云英梅华平', 0.35),
  ],
  [
    pool('志文俊嘉伟宇鹏建子晓家明天海少泽', '伟磊超杰浩宇鑫飞凯博龙涛阳峰鹏斌', 0.5),
    pool('雅思晓佳婷雪静文梦诗慧海丽欣玉美', '静婷倩娜雯琳颖莉悦洁怡慧萍丹蕾敏', 0.45),
  ],
  [
    pool('子浩宇梓俊一奕皓铭睿泽思佳沐嘉辰', '轩宇涵浩然睿泽辰豪博航霖宸昊阳诚', 0.08),
    pool('梓欣诗雨语可一思佳若沐芷依雅书心', '涵怡萱彤瑶琪妍彤桐悦玥曦诺宁雯馨', 0.06),
  ],
];

/** Characters that systems trip over: outside GB2312, outside GBK, outside the basic plane. */
const RARE = ['喆', '堃', '赟', '翀', '昇', '燚', '龑', '䶮', '㛃', '𬭎', '𣲘', '𠮷'];

const UYGHUR_MALE =
  '阿卜杜拉 麦麦提 吐尔逊 艾山 买买提 亚森 玉素甫 卡德尔 热合曼 依明 艾尔肯 库尔班'.split(' ');
const UYGHUR_FEMALE =
  '阿依古丽 古丽娜尔 帕提古丽 热依汗古丽 米热古丽 阿孜古丽 努尔比亚 迪丽努尔'.split(' ');

/** GB/T 3304 codes with rough shares of the made-up district. */
const ETHNICITIES: readonly (readonly [code: string, weight: number])[] = [
  ['01', 930],
  ['02', 8],
  ['03', 16],
  ['05', 9],
  ['06', 8],
  ['08', 8],
  ['10', 3],
  ['11', 10],
  ['15', 8],
];
const ETHNICITY_WEIGHTS = cumulate(ETHNICITIES.map(([, weight]) => weight));
const SURNAMES_OF: Readonly<Record<string, readonly string[]>> = {
  '03': ['马', '马', '马', '丁', '白', '沙', '哈', '海', '纳', '李'],
  '10': ['金', '朴', '崔', '李', '全', '许'],
  '11': ['佟', '关', '那', '赵', '金', '富'],
};

function pool(first: string, last: string, single: number): Pool {
  return { first: [...first], last: [...last], single };
}

export function drawEthnicity(random: Random): string {
  return ETHNICITIES[random.weighted(ETHNICITY_WEIGHTS)]?.[0] ?? '01';
}

export function drawSurname(random: Random, ethnicity: string): string {
  const own = SURNAMES_OF[ethnicity];
  if (own !== undefined) return random.pick(own);
  return SURNAMES[random.weighted(SURNAME_WEIGHTS)]?.[0] ?? '王';
}

/** Given name for sex 1 or 2 and a birth year. */
export function drawGivenName(random: Random, sex: 1 | 2, year: number): string {
  const era = year < 1960 ? 0 : year < 1980 ? 1 : year < 2000 ? 2 : 3;
  const { first, last, single } = (POOLS[era] ?? POOLS[0]!)[sex - 1]!;
  const ending = random.chance(0.004) ? random.pick(RARE) : random.pick(last);
  if (random.chance(single)) return ending;
  // Doubled characters (婷婷) are as common as any single pair.
  return (random.chance(0.03) ? ending : random.pick(first)) + ending;
}

/** Full name in the form of the person's people: 王伟, 阿依古丽·买买提. `surname` is ignored for Uyghur names. */
export function drawName(
  random: Random,
  options: { sex: 1 | 2; year: number; ethnicity: string; surname: string },
): string {
  if (options.ethnicity === '05') {
    const own = random.pick(options.sex === 1 ? UYGHUR_MALE : UYGHUR_FEMALE);
    return `${own}·${random.pick(UYGHUR_MALE)}`;
  }
  return options.surname + drawGivenName(random, options.sex, options.year);
}
