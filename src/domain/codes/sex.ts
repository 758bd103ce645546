import { codeTable } from './table';

/** 人的性别代码. */
export const SEX_TABLE = codeTable('GB/T 2261.1-2003', [
  ['0', '未知的性别', 'Unknown', '未知', '未知性别'],
  ['1', '男性', 'Male', '男'],
  ['2', '女性', 'Female', '女'],
  ['9', '未说明的性别', 'Not stated', '未说明', '未说明性别'],
]);

/** Names of the sexes in the graph (GraphQL enum). */
export const SEXES = ['UNKNOWN', 'MALE', 'FEMALE', 'NOT_STATED'] as const;
export type Sex = (typeof SEXES)[number];

export const SEX_OF_CODE: Readonly<Record<string, Sex>> = {
  '0': 'UNKNOWN',
  '1': 'MALE',
  '2': 'FEMALE',
  '9': 'NOT_STATED',
};
