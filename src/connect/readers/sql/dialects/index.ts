import type { Dialect } from '../dialect';
import type { SqlClient } from '../settings';
import { mssql } from './mssql';
import { mysql } from './mysql';
import { oracle } from './oracle';
import { postgres } from './postgres';

const DIALECTS: Readonly<Record<SqlClient, Dialect>> = {
  pg: postgres,
  mysql2: mysql,
  mssql,
  oracledb: oracle,
};

export const dialectOf = (client: SqlClient): Dialect => DIALECTS[client];
