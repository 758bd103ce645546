/**
 * The tables of the environment department (生态环境), as the newest of the vendors made them: English names, MariaDB. The
 * same tables stand in PostgreSQL where the machine has no MariaDB.
 */
import { escapeIdentifier, escapeLiteral } from 'pg';

export type ColumnType = 'key' | 'word' | 'line' | 'text' | 'time' | 'degree' | 'flag' | 'money';

export interface EnvironmentTable {
  readonly name: string;
  readonly zh: string;
  readonly key: string;
  readonly columns: readonly (readonly [name: string, type: ColumnType, zh: string])[];
}

/** The last change; every table has it, and an index on it. */
const CHANGED = ['updated_at', 'time', '更新时间'] as const;

export const ENTERPRISE: EnvironmentTable = {
  name: 'ent_base',
  zh: '监管企业',
  key: 'ent_id',
  columns: [
    ['ent_id', 'key', '企业编号'],
    ['credit_code', 'word', '统一社会信用代码'],
    ['ent_name', 'line', '企业名称'],
    ['short_name', 'line', '企业简称'],
    ['legal_person', 'word', '法定代表人'],
    ['legal_person_id', 'word', '法定代表人身份证号'],
    ['contact_tel', 'word', '联系电话'],
    ['address', 'line', '生产经营地址'],
    ['pollution_kinds', 'line', '主要污染类型'],
    ['permit_level', 'word', '排污许可管理类别'],
    ['lng', 'degree', '经度 GCJ-02'],
    ['lat', 'degree', '纬度 GCJ-02'],
    ['credit_grade', 'word', '环保信用评价等级(不予共享)'],
    ['is_deleted', 'flag', '删除标志'],
    CHANGED,
  ],
};

export const COMPLAINT: EnvironmentTable = {
  name: 'env_complaint',
  zh: '生态环境信访件',
  key: 'complaint_no',
  columns: [
    ['complaint_no', 'key', '信访件编号'],
    ['source_type', 'word', '来源'],
    ['source_no', 'word', '来源编号'],
    ['pollution_type', 'word', '污染类型代码'],
    ['content', 'text', '反映内容'],
    ['address', 'line', '污染地址'],
    ['accused_code', 'word', '被反映单位统一社会信用代码'],
    ['complainant', 'word', '信访人姓名(不予共享)'],
    ['complainant_tel', 'word', '信访人电话(不予共享)'],
    // A text, as the web form sent it: 2026/03/01 09:05:00.
    ['received_at', 'word', '受理时间'],
    ['assigned_at', 'time', '交办时间'],
    ['handled_at', 'time', '办理时间'],
    ['closed_at', 'time', '办结时间'],
    ['result', 'line', '办理结果'],
    CHANGED,
  ],
};

export const INSPECTION: EnvironmentTable = {
  name: 'env_inspection',
  zh: '现场检查',
  key: 'inspect_no',
  columns: [
    ['inspect_no', 'key', '检查编号'],
    ['credit_code', 'word', '被检查单位统一社会信用代码'],
    ['ent_name', 'line', '被检查单位名称'],
    ['address', 'line', '检查地点'],
    ['inspect_type', 'word', '检查类型代码'],
    ['inspected_at', 'word', '检查时间'],
    ['problem', 'line', '发现问题'],
    ['disposal', 'word', '处理方式'],
    ['fine', 'money', '罚款金额(元)'],
    ['rectified_at', 'time', '整改完成时间'],
    CHANGED,
  ],
};

export const ENVIRONMENT_TABLES = [ENTERPRISE, COMPLAINT, INSPECTION] as const;

type Dialect = 'mysql2' | 'pg';

const TYPES: Readonly<Record<ColumnType, Readonly<Record<Dialect, string>>>> = {
  key: { mysql2: 'varchar(20) NOT NULL', pg: 'varchar(20) NOT NULL' },
  word: { mysql2: 'varchar(60)', pg: 'varchar(60)' },
  line: { mysql2: 'varchar(200)', pg: 'varchar(200)' },
  text: { mysql2: 'text', pg: 'text' },
  time: { mysql2: 'datetime', pg: 'timestamp(0)' },
  degree: { mysql2: 'decimal(9,6)', pg: 'numeric(9,6)' },
  flag: { mysql2: 'char(1) NOT NULL', pg: 'char(1) NOT NULL' },
  money: { mysql2: 'decimal(10,2)', pg: 'numeric(10,2)' },
};

/** Statements that make the tables, with their keys and the index that incremental readers need. */
export function environmentDdl(dialect: Dialect): string[] {
  return ENVIRONMENT_TABLES.flatMap((table) => {
    const columns = table.columns.map(([name, type, zh]) => {
      const remark = dialect === 'mysql2' ? ` COMMENT '${zh}'` : '';
      return `${name} ${TYPES[type][dialect]}${remark}`;
    });
    const make = `CREATE TABLE ${table.name} (${columns.join(', ')}, PRIMARY KEY (${table.key}))`;
    const index = `CREATE INDEX ${table.name}_updated ON ${table.name} (updated_at, ${table.key})`;
    if (dialect === 'mysql2') return [`${make} COMMENT '${table.zh}'`, index];
    const remarks = table.columns.map(
      ([name, , zh]) =>
        `COMMENT ON COLUMN ${table.name}.${escapeIdentifier(name)} IS ${escapeLiteral(zh)}`,
    );
    return [
      make,
      index,
      `COMMENT ON TABLE ${table.name} IS ${escapeLiteral(table.zh)}`,
      ...remarks,
    ];
  });
}

/** `table (columns)`, for COPY and INSERT. */
export function environmentTarget(table: EnvironmentTable): string {
  return `${table.name} (${table.columns.map(([name]) => name).join(', ')})`;
}
