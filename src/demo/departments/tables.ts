/** The tables of the two SQL departments, a database each, as their vendors made them: pinyin abbreviations, texts where dates belong. */
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';

export const DATABASES = ['police', 'urban'] as const;
/** The environment's tables stand among them only where the machine has no MariaDB. */
export type DatabaseName = (typeof DATABASES)[number] | 'environment';

export interface TableSpec {
  readonly database: DatabaseName;
  readonly name: string;
  readonly zh: string;
  readonly key: string;
  readonly columns: readonly (readonly [name: string, type: string, zh: string])[];
}

const CURSOR = ['gxsj', 'timestamp(0) NOT NULL', '更新时间'] as const;

export const SYRK: TableSpec = {
  database: 'police',
  name: 't_syrk',
  zh: '实有人口',
  key: 'rybh',
  columns: [
    ['rybh', 'varchar(20)', '人员编号'],
    ['sfzh', 'varchar(20)', '公民身份号码'],
    ['xm', 'varchar(60)', '姓名'],
    ['xb', 'varchar(1)', '性别代码 GB/T 2261.1'],
    ['csrq', 'varchar(8)', '出生日期 YYYYMMDD'],
    ['mz', 'varchar(2)', '民族代码 GB/T 3304'],
    ['hyzk', 'varchar(2)', '婚姻状况代码 GB/T 2261.2'],
    ['lxdh', 'varchar(30)', '联系电话'],
    ['xzz', 'varchar(200)', '现住址'],
    ['mph', 'varchar(19)', '门牌号(标准地址编码)'],
    ['hjdz', 'varchar(200)', '户籍地址'],
    ['hzbh', 'varchar(12)', '户号'],
    ['yhzgx', 'varchar(2)', '与户主关系代码 GB/T 4761'],
    ['wxdj', 'varchar(1)', '危险等级(不予共享)'],
    ['djsj', 'timestamp(0)', '登记时间'],
    CURSOR,
    ['scbz', 'varchar(1) NOT NULL', '删除标志 0 正常 1 已删除'],
  ],
};

export const BZDZ: TableSpec = {
  database: 'police',
  name: 't_bzdz',
  zh: '标准地址',
  key: 'mph',
  columns: [
    ['mph', 'varchar(19)', '门牌号(标准地址编码)'],
    ['dzqc', 'varchar(200)', '地址全称'],
    ['dlmc', 'varchar(40)', '道路名称'],
    ['mphm', 'varchar(10)', '门牌号码'],
    ['xqmc', 'varchar(60)', '小区名称'],
    ['lzh', 'varchar(10)', '楼幢号'],
    ['sqdm', 'varchar(12)', '社区代码'],
    ['wgbm', 'varchar(20)', '网格编码'],
    ['jd', 'numeric(9,6)', '经度 GCJ-02'],
    ['wd', 'numeric(9,6)', '纬度 GCJ-02'],
    CURSOR,
  ],
};

export const JJD: TableSpec = {
  database: 'police',
  name: 't_jjd',
  zh: '接警单',
  key: 'jjdbh',
  columns: [
    ['jjdbh', 'varchar(20)', '接警单编号'],
    ['bjsj', 'varchar(14)', '报警时间 YYYYMMDDHHMMSS'],
    ['bjrxm', 'varchar(60)', '报警人姓名'],
    ['bjrdh', 'varchar(30)', '报警人电话'],
    ['bjrsfzh', 'varchar(20)', '报警人公民身份号码'],
    ['sfdz', 'varchar(200)', '事发地址'],
    ['wgbm', 'varchar(20)', '网格编码'],
    ['jqlb', 'varchar(6)', '警情类别代码'],
    ['jqjj', 'varchar(500)', '简要警情'],
    ['cjdw', 'varchar(60)', '处警单位'],
    ['djsj', 'timestamp(0)', '登记时间'],
    ['jasj', 'timestamp(0)', '结案时间'],
    CURSOR,
  ],
};

export const ANJIAN: TableSpec = {
  database: 'urban',
  name: 't_anjian',
  zh: '城管案件',
  key: 'ajbh',
  columns: [
    ['ajbh', 'varchar(20)', '案件编号'],
    ['lyxt', 'varchar(20)', '来源系统'],
    ['lybh', 'varchar(20)', '来源编号'],
    ['ajlb', 'varchar(4)', '案件类别代码'],
    ['ajms', 'varchar(500)', '案件描述'],
    ['dz', 'varchar(200)', '地址'],
    ['wgbm', 'varchar(20)', '网格编码'],
    ['bjbm', 'varchar(20)', '涉及部件编码'],
    ['jd', 'numeric(9,6)', '经度 BD-09'],
    ['wd', 'numeric(9,6)', '纬度 BD-09'],
    ['sbsj', 'timestamp(0)', '上报时间'],
    ['lasj', 'timestamp(0)', '立案时间'],
    ['pqsj', 'timestamp(0)', '派遣时间'],
    ['czsj', 'timestamp(0)', '处置时间'],
    ['hcsj', 'timestamp(0)', '核查时间'],
    ['jasj', 'timestamp(0)', '结案时间'],
    ['zt', 'varchar(1)', '状态'],
    CURSOR,
  ],
};

export const BUJIAN: TableSpec = {
  database: 'urban',
  name: 't_bujian',
  zh: '城市部件',
  key: 'bjbm',
  columns: [
    ['bjbm', 'varchar(20)', '部件编码'],
    ['bjmc', 'varchar(60)', '部件名称'],
    ['bjlx', 'varchar(4)', '部件类型代码'],
    ['dz', 'varchar(200)', '所在位置'],
    ['wgbm', 'varchar(20)', '网格编码'],
    ['jd', 'numeric(9,6)', '经度 BD-09'],
    ['wd', 'numeric(9,6)', '纬度 BD-09'],
    ['zt', 'varchar(20)', '状态'],
    CURSOR,
  ],
};

export const TABLES: readonly TableSpec[] = [SYRK, BZDZ, JJD, ANJIAN, BUJIAN];

/** `table (columns)`, for COPY. */
export function copyTarget(table: TableSpec): string {
  return `${table.name} (${table.columns.map(([name]) => escapeIdentifier(name)).join(', ')})`;
}

/** Makes the tables of one department's database, without keys (COPY is faster before them). */
export async function createTables(client: Client, database: DatabaseName): Promise<void> {
  for (const table of TABLES.filter((each) => each.database === database)) {
    const columns = table.columns.map(([name, type]) => `${escapeIdentifier(name)} ${type}`);
    const comments = table.columns.map(
      ([name, , zh]) =>
        `COMMENT ON COLUMN ${table.name}.${escapeIdentifier(name)} IS ${escapeLiteral(zh)};`,
    );
    await client.query(
      `CREATE TABLE ${table.name} (${columns.join(', ')});
       COMMENT ON TABLE ${table.name} IS ${escapeLiteral(table.zh)};
       ${comments.join('\n')}`,
    );
  }
}

/** Adds what a vendor's table has once it is full: the key, an index on the cursor, statistics. */
export async function finishTable(client: Client, table: TableSpec): Promise<void> {
  await client.query(
    `ALTER TABLE ${table.name} ADD PRIMARY KEY (${table.key});
     CREATE INDEX ON ${table.name} (gxsj, ${table.key}); ANALYZE ${table.name}`,
  );
}
