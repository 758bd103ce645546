import { codeTable } from './table';

/** 婚姻状况代码. */
export const MARITAL_STATUS_TABLE = codeTable('GB/T 2261.2-2003', [
  ['10', '未婚', 'Unmarried', '单身', '从未结婚'],
  ['20', '已婚', 'Married', '有配偶', '结婚'],
  ['21', '初婚', 'First marriage'],
  ['22', '再婚', 'Remarried'],
  ['23', '复婚', 'Remarried to the former spouse'],
  ['30', '丧偶', 'Widowed'],
  ['40', '离婚', 'Divorced', '离异'],
  ['90', '未说明的婚姻状况', 'Not stated', '未说明', '未说明婚姻状况'],
]);
