/** Place words of the made-up district. None of it is meant to be a real place. */
export const DISTRICT = {
  province: '示范省',
  city: '澄江市',
  name: '澄湖区',
  code: '990106',
  /** Open water of the Yellow Sea: no street lies there. */
  centre: { lon: 122.8, lat: 33.5 },
} as const;

export const SUBDISTRICTS = [
  '澄湖',
  '望塔',
  '柳桥',
  '东浦',
  '书院',
  '石渡',
  '南津',
  '云门',
  '青禾',
] as const;

/** Communities in each subdistrict, 60 in all. */
export const COMMUNITIES_PER_SUBDISTRICT = [8, 7, 7, 7, 7, 6, 6, 6, 6] as const;

/** Sixty-odd community names, each used once. */
export const COMMUNITY_NAMES =
  '锦绣 荷塘 望湖 平安 文昌 临水 桃源 和睦 迎春 朝阳 翠微 槐荫 长乐 银杏 玉泉 丰泽 曙光 听涛 桂花 紫薇 梧桐 松涛 竹园 兰亭 康宁 福田 新华 建设 友谊 团结 春晓 秋实 月湖 星河 晨曦 万安 永兴 安泰 仁和 德馨 善邻 里仁 清波 映山 白鹭 黄鹂 蓝田 红枫 碧水 金沙 石榴 海棠 芙蓉 茉莉 百合 青云 凌霄 采薇 鹿鸣 关雎'.split(
    ' ',
  );

export const ROAD_FIRST = [...'澄望柳东书石南云青桃李杏梅兰竹菊松柏枫荷莲月星晨霞虹泉溪湖江'];
export const ROAD_SECOND = [...'源山阳塘桥渡园岭坡湾浦津'];
export const ROAD_TAILS = ['路', '路', '路', '路', '街', '街', '大道', '巷'] as const;

export const COMPOUND_FIRST = [...'锦瑞嘉金银翠碧紫丹清明华丰泰康宁安和祥福盛荣景御龙凤星月云湖'];
export const COMPOUND_SECOND = [...'绣园苑庭澜湾府城源泽都邦域悦雅馨颐景山水岸洲林森茂华庆悠'];
export const COMPOUND_TAILS = [
  '花园',
  '家园',
  '小区',
  '新村',
  '名苑',
  '公寓',
  '华庭',
  '雅居',
] as const;
export const OFFICE_TAILS = ['大厦', '广场', '中心', '产业园'] as const;

/**
 * Made-up native places: first six digits (unassigned, all begin with 99), and the county's name. The district
 * itself comes first.
 */
export const DIVISIONS: readonly (readonly [code: string, name: string])[] = [
  ['990106', '示范省澄江市澄湖区'],
  ['990101', '示范省澄江市江北区'],
  ['990102', '示范省澄江市江南区'],
  ['990103', '示范省澄江市高塔区'],
  ['990121', '示范省澄江市浦下县'],
  ['990122', '示范省澄江市溪口县'],
  ['990201', '示范省云浦市云东区'],
  ['990221', '示范省云浦市石岭县'],
  ['990301', '示范省丹渚市丹阳坡区'],
  ['990322', '示范省丹渚市竹埠县'],
  ['990421', '示范省雁回市雁北县'],
  ['990522', '示范省松岗市松原寨县'],
  ['991101', '样例省泽安市泽东区'],
  ['991123', '样例省泽安市柳林镇县'],
  ['991221', '样例省河曲湾市河阴县'],
  ['991322', '样例省凤陵市凤台坡县'],
  ['992101', '虚拟自治区天泉市天泉区'],
  ['992221', '虚拟自治区绿洲地区绿洲县'],
];
