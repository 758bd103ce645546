import type { TestFolder } from '../../support/hub';

/** Three small made-up departments as files: a population register, a doorplate register, and a hotline that the grid cites. */
const HEAD = (id: string, department: string, zh: string): string => `id: ${id}
department: { code: ${department}, zh: ${zh}, en: ${department} }
title: { zh: ${zh}, en: ${id} }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
`;

export function writePopulation(
  folder: TestFolder,
  options: { deletes?: string; mended?: boolean } = {},
): void {
  folder.write(
    'connectors/population/connector.yaml',
    `${HEAD('population', 'police', '公安')}reader: { kind: file, folder: '${folder.path}/police', format: csv }
streams:
  resident:
    from: resident.csv
    key: [rybh]
    deletes: ${options.deletes ?? 'none'}
    trust: AUTHORITY
    observedAt: gxsj
    record: PopulationRecord
    items:
      rybh: { kind: ORDINARY }
      sfzh: { type: identityNumber, kind: DIRECT_IDENTIFIER, mask: last4, whenInvalid: keep, zh: 公民身份号码 }
      xm: { type: personName, kind: DIRECT_IDENTIFIER, mask: surname, zh: 姓名 }
      csrq: { type: date, kind: QUASI_IDENTIFIER, zh: 出生日期${options.mended === true ? ', format: DD/MM/YYYY' : ''} }
      xzz: { type: address, kind: QUASI_IDENTIFIER, zh: 现住址 }
      mph: { type: doorplate, kind: ORDINARY, zh: 门牌号 }
      gxsj: { type: dateTime, kind: ORDINARY, zh: 更新时间 }
      wxdj: { share: NOT_SHARED }
    mentions:
      person: { as: Resident, identityNumber: sfzh, name: xm, birthDate: csrq }
      home: { as: Place, address: xzz, doorplate: mph }
    links:
      - { from: person, role: LIVES_AT, to: home, since: gxsj }
`,
  );
}

export function writeRegister(folder: TestFolder): void {
  folder.write(
    'connectors/register/connector.yaml',
    `${HEAD('register', 'police', '公安')}reader: { kind: file, folder: '${folder.path}/register', format: csv }
streams:
  grid:
    from: grid.csv
    key: [bm]
    trust: AUTHORITY
    record: GridRecord
    items:
      bm: { kind: ORDINARY }
      sj: { kind: ORDINARY }
      mc: { kind: ORDINARY }
      jb: { type: code, kind: ORDINARY, values: { 街道: SUBDISTRICT, 社区: COMMUNITY, 网格: GRID } }
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
}

export function writeTickets(folder: TestFolder): void {
  const stream = (own: string, cites: string): string => `    from: ticket.csv
    key: [bh]
    record: ${own === 'hotline' ? 'HotlineRecord' : 'GridEventRecord'}
    items:
      bh: { kind: ORDINARY }
      yy: { kind: ORDINARY }
      sj: { type: dateTime, kind: ORDINARY }
      bj: { type: dateTime, kind: ORDINARY }
      lb: { type: code, kind: ORDINARY, values: { 垃圾: sanitation.garbage, 噪声: noise.living } }
      dz: { type: address, kind: ORDINARY }
      xm: { type: personName, kind: DIRECT_IDENTIFIER, mask: surname }
    mentions:
      case:
        as: Event
        number: { scheme: ${own}, item: bh }
        cites: ${cites}
        category: lb
        occurredAt: sj
        stages: { ${own === 'hotline' ? 'REPORTED: sj, FED_BACK: bj' : 'DISPATCHED: sj, CLOSED: bj'} }
      site: { as: Place, address: dz }
      caller: { as: Resident, name: xm, create: identified }
    links:
      - { from: case, role: OCCURRED_AT, to: site }
      - { from: caller, role: REPORTED, to: case }
`;
  for (const [id, department, own, cites] of [
    ['hotline', 'hotline', 'hotline', '[]'],
    ['grid', 'grid', 'grid', '[{ scheme: hotline, item: yy }]'],
  ] as const) {
    folder.write(
      `connectors/${id}/connector.yaml`,
      `${HEAD(id, department, id)}reader: { kind: file, folder: '${folder.path}/${id}', format: csv }\nstreams:\n  ticket:\n${stream(own, cites)}`,
    );
  }
}

export const POPULATION_HEAD = 'rybh,sfzh,xm,csrq,xzz,mph,gxsj,wxdj';

/** Rows with identity numbers of an unassigned division (99…), check digits right. */
export const POPULATION = [
  '1,990101199001010019,王一,1990-01-01,和平路12号阳光小区3号楼2单元501室,,2026-01-01 08:00:00,高',
  '2,990101198505050028,李二,1985-05-05,阳光小区3栋2单元502,,2026-01-01 08:00:00,低',
  '3,,张三,1970-07-07,和平路12号5号楼101室,,2026-01-01 08:00:00,低',
  '4,,赵四,1960-06-06,二单元三零一室,MP0003,2026-01-01 08:00:00,低',
];

export const GRIDS = [
  'bm,sj,mc,jb',
  'S1,,龙泉街道,街道',
  'C1,S1,幸福社区,社区',
  'G1,C1,第一网格,网格',
  'G2,C1,第二网格,网格',
];
export const DOORPLATES = [
  'mph,dz,wg',
  'MP0001,和平路12号阳光小区,G1',
  'MP0003,和平路12号阳光小区3号楼,G1',
  'MP0009,建设路7号,G2',
];
export const HOTLINE = [
  'bh,yy,sj,bj,lb,dz,xm',
  'H1,,2026-03-01 09:00:00,2026-03-03 10:00:00,垃圾,阳光小区3号楼,钱五',
  'H2,,2026-03-02 09:00:00,,噪声,建设路7号,孙六',
];
export const GRID_EVENTS = [
  'bh,yy,sj,bj,lb,dz,xm',
  'W1,H1,2026-03-01 12:00:00,2026-03-04 10:00:00,垃圾,和平路12号3栋,',
  'W2,,2026-03-05 12:00:00,,垃圾,建设路7号,',
];
