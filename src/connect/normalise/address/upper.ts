/** Divisions above the street: 示范省 澄江市 澄湖区 柳桥街道 锦绣社区. They are stripped; what is needed of them is kept. */
export interface Upper {
  /** City and county as written, where a county is named. */
  readonly county: string | null;
  /** Town or township (镇, 乡), where one is named: villages need it. */
  readonly town: string | null;
  readonly rest: string;
}

const PROVINCE = /^\p{Script=Han}{2,7}?(?:省|自治区|特别行政区)/u;
const CITY = /^(?:(?![路街巷])\p{Script=Han}){2,8}?(?:市|自治州|地区|盟)(?![场政民区])/u;
const COUNTY =
  /^(?:(?!街道|[路街巷]|小区|花园|家园|新村)\p{Script=Han}){1,8}?(?:(?<![小社园校厂矿库景期])区|县|旗|市)(?![场政民委域])/u;
const TOWNSHIP =
  /^(?:(?!路(?!.{0,2}街道)|巷)\p{Script=Han}){2,8}?(?:街道办事处|街道|镇|乡)(?!路|街|巷|弄|大道|里|村委|广场|花园|小区|家园|公寓|卫生院|政府)/u;
const COMMUNITY =
  /^(?:(?![路街巷弄])\p{Script=Han}){1,10}?(?:社区|居委会|居民委员会|村委会|村民委员会)(?!路|街|卫生|服务|居委)/u;
/** 东区 and the like are parts of compounds as often as counties: believed behind a city, or where the name is short. */
const PART = /[东西南北中一二三四五六七八九十]区$/;

/** Takes the divisions off the front of a tidied address. */
export function stripUpper(address: string): Upper {
  let rest = address;
  const take = (pattern: RegExp): string | null => {
    const found = pattern.exec(rest)?.[0] ?? null;
    if (found !== null) rest = rest.slice(found.length);
    return found;
  };
  const province = take(PROVINCE);
  const city = take(CITY);
  const before = rest;
  let county = take(COUNTY);
  if (
    county !== null &&
    province === null &&
    city === null &&
    county.length > 3 &&
    PART.test(county)
  ) {
    rest = before;
    county = null;
  }
  const township = take(TOWNSHIP);
  take(COMMUNITY);
  return {
    county,
    town: township !== null && /[镇乡]$/.test(township) ? township : null,
    rest,
  };
}
