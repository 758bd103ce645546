import { creditCheckCharacter } from '../../src/domain/credit-code';
import { identityCheckCharacter } from '../../src/domain/identity-number';
import type { TestFolder } from '../support/hub';

/**
 * Five small departments that speak of the same people, places and events: what the API is asked about. Identity numbers
 * are of an unassigned division (99…). Longer than 300 lines because the departments' rows speak of one another.
 */
export const RESIDENTS = 24;
export const EVENTS = 24;
export const ORGANIZATIONS = 21;
export const DISTRICT = '990106';

const two = (n: number): string => String(n).padStart(2, '0');
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张';

/** The n-th resident (from 1): a woman where n is even. */
export function identityNumber(n: number): string {
  const body = `990101${String(1950 + n)}${two(1 + (n % 12))}${two(1 + n)}${String(n).padStart(3, '0')}`;
  return body + identityCheckCharacter(body);
}
export const birthDate = (n: number): string =>
  identityNumber(n).replace(/^\d{6}(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3');
export const nameOf = (n: number): string => `${SURNAMES[n - 1] ?? '某'}晓澄`;
export const phoneOf = (n: number): string => `1390000${String(1000 + n)}`;
export function creditCode(n: number): string {
  const body = `92990106MA${String(n).padStart(7, '0')}`;
  return body + creditCheckCharacter(body);
}
/** Residents 1–20 live in the compound (grid G1), the others at a street number of grid G2. */
export const addressOf = (n: number): string =>
  n <= 20 ? `和平路12号阳光小区${String(1 + (n % 3))}号楼1单元${String(100 + n)}室` : '建设路7号';

const csv = (head: string, rows: readonly (readonly string[])[]): string =>
  [head, ...rows.map((row) => row.join(','))].join('\n');

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const head = (
  folder: TestFolder,
  id: string,
  department: string,
  zh: string,
  en: string,
): string => `id: ${id}
department: { code: ${department}, zh: ${zh}, en: ${en} }
title: { zh: ${zh}数据, en: ${en} data }
sharing: { class: CONDITIONAL, condition: 网格服务核实, basis: [政务数据共享条例], retention: P3Y }
reader: { kind: file, folder: '${folder.path}/${id}', format: csv }
streams:
`;

function writePopulation(folder: TestFolder): void {
  folder.write(
    'connectors/population/connector.yaml',
    `${head(folder, 'population', 'police', '公安', 'Police')}  resident:
    from: resident.csv
    key: [rybh]
    trust: USUAL
    observedAt: gxsj
    record: PopulationRecord
    items:
      rybh: { kind: ORDINARY, zh: 人员编号, en: Number of the row }
      sfzh: { type: identityNumber, kind: DIRECT_IDENTIFIER, mask: last4, zh: 公民身份号码, en: Identity number }
      xm: { type: personName, kind: DIRECT_IDENTIFIER, mask: surname, zh: 姓名, en: Name }
      csrq: { type: date, kind: QUASI_IDENTIFIER, mask: year, whenInvalid: quarantine, zh: 出生日期, en: Date of birth }
      dh: { kind: DIRECT_IDENTIFIER, mask: first3last4, type: phone, zh: 电话, en: Telephone }
      hh: { kind: QUASI_IDENTIFIER, mask: digest, zh: 户号, en: Household }
      xzz: { type: address, kind: QUASI_IDENTIFIER, mask: street, zh: 现住址, en: Address }
      hj: { type: address, kind: QUASI_IDENTIFIER, mask: street, zh: 户籍地址, en: Registered address }
      bz: { kind: SENSITIVE, mask: digest, zh: 备注, en: Remark }
      gxsj: { type: dateTime, kind: ORDINARY, zh: 更新时间, en: Changed at }
      id: { kind: ORDINARY, zh: 流水号, en: Serial number }
      wxdj: { share: NOT_SHARED }
    mentions:
      person: { as: Resident, identityNumber: sfzh, name: xm, birthDate: csrq, phone: dh, household: hh }
      home: { as: Place, address: xzz }
      hukou: { as: Place, address: hj }
    links:
      - { from: person, role: LIVES_AT, to: home, since: gxsj }
      - { from: person, role: REGISTERED_AT, to: hukou }
`,
  );
  const rows = range(RESIDENTS).map((n) => [
    String(n),
    identityNumber(n),
    nameOf(n),
    birthDate(n),
    phoneOf(n),
    `户${String(Math.ceil(n / 2))}`,
    addressOf(n),
    '建设路7号',
    `备注${String(n)}号内容`,
    '2026-01-01 08:00:00',
    `LS${String(n)}`,
    '高',
  ]);
  const broken = [
    '999',
    '',
    '某某',
    'not a date',
    '',
    '',
    '',
    '',
    '',
    '2026-01-01 08:00:00',
    'LS999',
    '',
  ];
  folder.write(
    'population/resident.csv',
    csv('rybh,sfzh,xm,csrq,dh,hh,xzz,hj,bz,gxsj,id,wxdj', [...rows, broken]),
  );
}

function writeRegister(folder: TestFolder): void {
  folder.write(
    'connectors/register/connector.yaml',
    `${head(folder, 'register', 'civil-affairs', '民政', 'Civil affairs')}  grid:
    from: grid.csv
    key: [bm]
    trust: AUTHORITY
    record: GridRecord
    items:
      bm: { kind: ORDINARY, zh: 编码, en: Code }
      sj: { kind: ORDINARY }
      mc: { kind: ORDINARY }
      jb: { type: code, kind: ORDINARY, values: { 区: DISTRICT, 街道: SUBDISTRICT, 社区: COMMUNITY, 网格: GRID } }
    mentions:
      area: { as: Place, areaCode: bm, parentCode: sj, name: mc, level: jb }
  doorplate:
    from: doorplate.csv
    key: [mph]
    trust: AUTHORITY
    record: DoorplateRecord
    items:
      mph: { type: doorplate, kind: ORDINARY }
      dz: { type: address, kind: ORDINARY }
      wg: { kind: ORDINARY }
    mentions:
      place: { as: Place, register: true, doorplate: mph, address: dz, area: wg }
`,
  );
  folder.write(
    'register/grid.csv',
    csv('bm,sj,mc,jb', [
      [DISTRICT, '', '澄湖区', '区'],
      ['S1', DISTRICT, '龙泉街道', '街道'],
      ['C1', 'S1', '幸福社区', '社区'],
      ['G1', 'C1', '第一网格', '网格'],
      ['G2', 'C1', '第二网格', '网格'],
    ]),
  );
  folder.write(
    'register/doorplate.csv',
    csv('mph,dz,wg', [
      ['MP0001', '和平路12号阳光小区', 'G1'],
      ['MP0009', '建设路7号', 'G2'],
    ]),
  );
}

const EVENT_ITEMS = `      sj: { type: dateTime, kind: ORDINARY, zh: 时间 }
      lb: { type: code, kind: ORDINARY, values: { 垃圾: sanitation.garbage, 噪声: noise.living } }
      dz: { type: address, kind: ORDINARY, zh: 地址 }
`;

/** Events 1–20 happen in the compound, the others at the street number, three days apart from 5 January 2026 on. */
const timeOf = (n: number, hour: number): string => {
  const at = new Date(Date.UTC(2026, 0, 5 + 3 * n, hour));
  return at.toISOString().slice(0, 19).replace('T', ' ');
};
const siteOf = (n: number): string => (n <= 20 ? '和平路12号阳光小区' : '建设路7号');
const categoryOf = (n: number): string => (n % 2 === 0 ? '噪声' : '垃圾');

function writeHotline(folder: TestFolder): void {
  folder.write(
    'connectors/hotline/connector.yaml',
    `${head(folder, 'hotline', 'hotline', '热线', 'Hotline')}  ticket:
    from: ticket.csv
    key: [bh]
    trust: HEARSAY
    record: HotlineTicketRecord
    items:
      bh: { kind: ORDINARY, zh: 工单号 }
${EVENT_ITEMS}      bj: { type: dateTime, kind: ORDINARY }
      sfzh: { type: identityNumber, kind: DIRECT_IDENTIFIER, mask: last4 }
      xm: { type: personName, kind: DIRECT_IDENTIFIER, mask: surname }
      nr: { kind: SENSITIVE, mask: digest, zh: 内容 }
    mentions:
      case:
        as: Event
        number: { scheme: hotline, item: bh }
        category: lb
        description: nr
        occurredAt: sj
        stages: { REPORTED: sj, FED_BACK: bj }
      site: { as: Place, address: dz }
      caller: { as: Resident, identityNumber: sfzh, name: xm, create: identified }
    links:
      - { from: case, role: OCCURRED_AT, to: site }
      - { from: caller, role: REPORTED, to: case }
`,
  );
  const rows = range(EVENTS).map((n) => [
    `H${String(n)}`,
    timeOf(n, 1),
    categoryOf(n),
    siteOf(n),
    n <= 3 ? timeOf(n, 20) : '',
    identityNumber(n),
    nameOf(n),
    `${nameOf(n)}来电反映`,
  ]);
  folder.write('hotline/ticket.csv', csv('bh,sj,lb,dz,bj,sfzh,xm,nr', rows));
}

function writeGrid(folder: TestFolder): void {
  folder.write(
    'connectors/grid/connector.yaml',
    `${head(folder, 'grid', 'grid', '网格中心', 'Grid service')}  case:
    from: case.csv
    key: [bh]
    record: GridCaseRecord
    items:
      bh: { kind: ORDINARY }
      rx: { kind: ORDINARY }
${EVENT_ITEMS}      bj: { type: dateTime, kind: ORDINARY }
      sb: { kind: ORDINARY }
    mentions:
      case:
        as: Event
        number: { scheme: grid, item: bh }
        cites: [{ scheme: hotline, item: rx }]
        category: lb
        stages: { DISPATCHED: sj, CLOSED: bj }
      site: { as: Place, address: dz }
      device: { as: Thing, number: { scheme: camera, item: sb }, create: identified }
    links:
      - { from: case, role: OCCURRED_AT, to: site }
      - { from: device, role: INVOLVED_IN, to: case }
  device:
    from: device.csv
    key: [sb]
    record: DeviceRecord
    items:
      sb: { kind: ORDINARY }
      mc: { kind: ORDINARY }
      dz: { type: address, kind: ORDINARY }
    mentions:
      device: { as: Thing, number: { scheme: camera, item: sb }, name: mc, kind: { const: camera } }
      site: { as: Place, address: dz }
    links:
      - { from: device, role: LOCATED_AT, to: site }
`,
  );
  const rows = range(EVENTS).map((n) => [
    `W${String(n)}`,
    `H${String(n)}`,
    timeOf(n, 4),
    categoryOf(n),
    siteOf(n),
    n <= 2 ? timeOf(n, 23) : '',
    `C${String(1 + (n % 3))}`,
  ]);
  folder.write('grid/case.csv', csv('bh,rx,sj,lb,dz,bj,sb', rows));
  folder.write(
    'grid/device.csv',
    csv(
      'sb,mc,dz',
      range(3).map((n) => [`C${String(n)}`, `${String(n)}号摄像机`, '和平路12号阳光小区']),
    ),
  );
}

function writeMarket(folder: TestFolder): void {
  folder.write(
    'connectors/market/connector.yaml',
    `${head(folder, 'market', 'market', '市场监管', 'Market supervision')}  organization:
    from: organization.csv
    key: [dm]
    trust: HEARSAY
    record: OrganizationRecord
    items:
      dm: { type: socialCreditCode, kind: ORDINARY, zh: 统一社会信用代码 }
      mc: { type: organizationName, kind: ORDINARY }
      dz: { type: address, kind: ORDINARY }
      fr: { type: identityNumber, kind: DIRECT_IDENTIFIER, mask: last4, zh: 法定代表人证件号 }
      fm: { type: personName, kind: DIRECT_IDENTIFIER, mask: surname }
      cl: { type: date, kind: ORDINARY }
    mentions:
      shop: { as: Organization, creditCode: dm, name: mc, establishedOn: cl }
      site: { as: Place, address: dz }
      boss: { as: Resident, identityNumber: fr, name: fm }
    links:
      - { from: shop, role: LOCATED_AT, to: site }
      - { from: boss, role: LEGAL_REPRESENTATIVE_OF, to: shop }
`,
  );
  const rows = range(ORGANIZATIONS).map((n) => [
    creditCode(n),
    `澄湖区${SURNAMES[n - 1] ?? ''}记面馆`,
    siteOf(n),
    identityNumber(n),
    nameOf(n),
    `2020-01-${two(n)}`,
  ]);
  folder.write('market/organization.csv', csv('dm,mc,dz,fr,fm,cl', rows));
}

/** Connector folders and the files they read. */
export function writeDistrict(folder: TestFolder): void {
  writePopulation(folder);
  writeRegister(folder);
  writeHotline(folder);
  writeGrid(folder);
  writeMarket(folder);
}
