import { arabic } from '../numerals';
import type { AddressParts } from './parts';
import { splitTail } from './tail';
import { stripUpper } from './upper';

const TRADITIONAL: Readonly<Record<string, string>> = {
  號: '号',
  棟: '栋',
  樓: '楼',
  單: '单',
  層: '层',
  區: '区',
  縣: '县',
  鎮: '镇',
  鄉: '乡',
};
/** Numerals that count buildings and doors; those inside names (三里河, 解放一路) stay. */
const COUNTED =
  /[零〇一二两三四五六七八九十百]+(?=号楼|幢|栋|座|单元|层|楼(?!盘)|室|号|弄|组|期|门(?![口面]))/g;
/** Brackets that tell which part of a compound is meant stay, other remarks go. */
const REMARK = /[(（〔[【]([^)）〕\]】]*)[)）〕\]】]/g;
const VAGUE =
  /(?:附近|周边|周围|门口|门前|旁边?|对面|楼下|楼上|路边|院内|(?:[东南西北]{1,2}|正|后|大)(?:侧|边|面|门外?)(?:附近)?)+$/;

/** One way of writing for characters, dashes, blanks and numerals. */
function tidy(text: string): string {
  return text
    .toUpperCase()
    .replace(/[號棟樓單層區縣鎮鄉]/g, (each) => TRADITIONAL[each] ?? each)
    .replace(REMARK, (_, remark: string) => (/^.{1,3}[区期园]$/.test(remark) ? remark : ''))
    .replace(/[‐-―−~～–—﹣_]/g, '-')
    .replace(/(?<=\d)\s+(?=\d)/g, '-')
    .replace(/[\s"'“”‘’。.;;:!?]/g, '')
    .replace(COUNTED, arabic)
    .replace(VAGUE, '')
    .replace(/^[-,、]+|[-,、]+$/g, '');
}

const ROAD_NAME = '[\\p{Script=Han}A-Z\\d]{1,14}?(?:大道|胡同|路|街|巷|弄|道|里|段|线)';
const NUMBER = '[甲乙丙丁]?\\d+(?:[-之]\\d+)*[A-Z]?';
const ROAD = new RegExp(
  `^(${ROAD_NAME})(${NUMBER})(?:号(?!楼)([甲乙丙丁])?(?:大?院)?(?:之(\\d+))?|$)`,
  'u',
);
/** Lanes of Shanghai and its neighbours: the lane is the compound, the numbers in it are its buildings. */
const LANE = /^([\p{Script=Han}A-Z\d]{1,14}?(?:大道|路|街|巷))(\d+)弄/u;
const VILLAGE =
  /^([\p{Script=Han}\d]{1,8}?村)(?:第?(\d+)(?:村民)?小?组)?(?:(\d+(?:-\d+)?)号?(?![楼幢栋座单\d]))?/u;
/** A road without a number before a compound says no more than the compound does. */
const ROAD_BEFORE = /^\p{Script=Han}{1,6}?(?:大道|路|街|巷)(?=\p{Script=Han}{3,})/u;

/** Last characters of names that are places of their own; anything else beside a street number is somebody's shop sign. */
const COMPOUND =
  /(?:小区|花园|花苑|家园|家苑|新村|公寓|华庭|雅居|名苑|新城|[苑园城府庭里坊邸湾居轩阁庄村寓厦院区期组]|大厦|大楼|写字楼|综合楼|宿舍|广场|中心|市场|商城|学校|[中小大]学|幼儿园|基地|码头|车站|机场|图书馆|体育馆|博物馆|弄)$/;

function compoundOf(name: string, alone: boolean, hasTail: boolean): string | undefined {
  const cleaned = name.replace(/^(?:号|院|,|、|-)+|[,、-]+$/g, '');
  if (cleaned.length < 2 || cleaned.length > 24 || !/\p{Script=Han}/u.test(cleaned))
    return undefined;
  // 家里, 院区: two characters alone are words, not names.
  if (COMPOUND.test(cleaned)) return alone && !hasTail && cleaned.length < 3 ? undefined : cleaned;
  return alone && hasTail ? cleaned : undefined;
}

function parseRoad(text: string): { road: string; number: string; rest: string } | null {
  const match = ROAD.exec(text);
  if (match === null) return null;
  const [whole, road = '', number = '', letter = '', sub] = match;
  const plain = number.replaceAll('之', '-').replace(/^([甲乙丙丁]?)0+(?=\d)/, '$1');
  return {
    road,
    number: `${letter}${plain}${sub === undefined ? '' : `-${sub}`}`,
    rest: text.slice(whole.length),
  };
}

function parseVillage(rest: string, town: string | null): AddressParts | null {
  const match = VILLAGE.exec(rest);
  if (match === null) return null;
  const [whole, village = '', group, number] = match;
  // 锦绣新村3幢 is a compound with buildings, not a village with houses.
  if (group === undefined && number === undefined) return null;
  const compound = `${town ?? ''}${village}${group === undefined ? '' : `${String(Number(group))}组`}`;
  const { tail } = splitTail(rest.slice(whole.length));
  return { compound, ...(number === undefined ? {} : { building: number }), ...tail };
}

/** The parts below the divisions. */
function parseStreet(rest: string, town: string | null): AddressParts {
  const lane = LANE.exec(rest);
  if (lane !== null) {
    const { tail } = splitTail(rest.slice(lane[0].length));
    return { compound: lane[0], ...tail };
  }
  const road = parseRoad(rest);
  if (road !== null) {
    const { name, tail } = splitTail(road.rest);
    const compound = compoundOf(name, false, Object.keys(tail).length > 0);
    const base = { road: road.road, number: road.number };
    return { ...base, ...(compound === undefined ? {} : { compound }), ...tail };
  }
  const village = parseVillage(rest, town);
  if (village !== null) return village;
  const { name, tail } = splitTail(rest.replace(ROAD_BEFORE, ''));
  const compound = compoundOf(name, true, Object.keys(tail).length > 0);
  if (compound !== undefined) return { compound, ...tail };
  // 2单元301室 alone: whatever names the building stands in another field.
  return name === '' ? tail : {};
}

/**
 * Takes a Chinese address apart, whatever its form: with or without divisions, by street number, by compound or both, with
 * 幢, 栋, 座, 号楼 and #, in Chinese numerals, as 3-2-501. Where nothing names a place only the text is kept.
 */
export function parseChineseAddress(text: string, within?: string): AddressParts | null {
  const tidied = tidy(text);
  if (tidied === '') return null;
  const { county, town, rest } = stripUpper(tidied);
  const parts = parseStreet(rest, town);
  if (parts.compound === undefined && parts.road === undefined) return { ...parts, text: tidied };
  const elsewhere =
    within !== undefined && county !== null && county !== within ? county : undefined;
  return elsewhere === undefined ? parts : { elsewhere, ...parts };
}
