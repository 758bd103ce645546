/** A personal name as a department writes it. */
import type { NameDirt } from '../dirt';
import type { Random } from '../random';

export type NameState = 'EXACT' | 'HOMOPHONE' | 'VARIANT' | 'BLANKS' | 'OTHER_DOT';

export interface WrittenName {
  readonly text: string;
  readonly state: NameState;
}

/** Characters of one sound, as typists mix them up. */
const HOMOPHONES = group(
  '张章 王汪 李黎里 徐许 余于俞 江姜 付傅 程成 曹草 吴武 何和贺 秦覃 石史 陆路 袁元 蒋讲 晓小 静敬净 伟玮炜 婷亭 丽莉利 芳方 敏民 ' +
    '军君俊 杰洁捷 华花桦 明鸣 英瑛 志智治 文雯 宇羽雨 轩萱 涵晗函 子梓 红洪宏 燕艳雁 秀绣 娟涓 峰锋丰 辉晖徽 平萍 建健 玉钰 兰岚 ' +
    '珍真 桂贵 浩皓昊 欣鑫心 怡宜仪 佳嘉家 琳林霖 磊蕾 超朝 海亥 思诗 永勇咏 新馨 生声 祥翔 龙隆 荣容 立力 涛韬 刚钢 博勃 春椿 凤奉 ' +
    '淑舒 美镁 素肃 香湘 云芸 世士 正政 德得 兴星 福富 清青 学雪 海还 国帼 强墙 斌彬宾 飞非 凯恺 阳杨洋 语雨 依伊 铭名 睿瑞 航行 霞侠 玲铃灵',
);

/** Variant and traditional forms that old registers and other keyboards give. */
const VARIANTS = group(
  '国國 华華 峰峯 群羣 萧肖 傅付 闫阎 戴代 邱丘 喆哲 堃坤 凤鳳 张張 陈陳 刘劉 强強 云雲 爱愛 龙龍 马馬 黄黃 吴吳 郑鄭 谢謝 邓鄧 叶葉 ' +
    '苏蘇 卢盧 丽麗 伟偉 军軍 红紅 兰蘭 荣榮 贵貴 珍珎 东東 杰傑 玺璽 学學 鹏鵬 涛濤 宝寶 孙孫 赵趙 杨楊',
);

/** For names with ·: what stands there instead. */
const OTHER_DOTS = ['.', '•', '・', ' ', ''];

export function writeName(random: Random, name: string, dirt: NameDirt): WrittenName {
  if (name.includes('·') && random.chance(dirt.otherDot)) {
    return { text: name.replace('·', random.pick(OTHER_DOTS)), state: 'OTHER_DOT' };
  }
  let roll = random.unit();
  if ((roll -= dirt.homophone) < 0) return swap(random, name, HOMOPHONES, 'HOMOPHONE');
  if ((roll -= dirt.variant) < 0) return swap(random, name, VARIANTS, 'VARIANT');
  if ((roll -= dirt.blanks) < 0) {
    const characters = [...name];
    const text = random.chance(0.5)
      ? `${name} `
      : `${characters[0] ?? ''}${random.pick([' ', '  ', '\u3000'])}${characters.slice(1).join('')}`;
    return { text, state: 'BLANKS' };
  }
  return { text: name, state: 'EXACT' };
}

/** Replaces one character that has a partner; a name without any stays as it is. */
function swap(
  random: Random,
  name: string,
  table: ReadonlyMap<string, readonly string[]>,
  state: NameState,
): WrittenName {
  const characters = [...name];
  const places = characters.flatMap((c, i) => (table.has(c) ? [i] : []));
  if (places.length === 0) return { text: name, state: 'EXACT' };
  const at = random.pick(places);
  characters[at] = random.pick(table.get(characters[at] ?? '') ?? []);
  return { text: characters.join(''), state };
}

function group(text: string): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const word of text.split(' ')) {
    const members = [...word];
    for (const member of members) {
      const others = members.filter((other) => other !== member);
      table.set(member, [...(table.get(member) ?? []), ...others]);
    }
  }
  return table;
}
